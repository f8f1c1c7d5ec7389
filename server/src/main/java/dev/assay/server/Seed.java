package dev.assay.server;

import dev.assay.repo.Invalid;
import dev.assay.repo.people.Membership;
import dev.assay.repo.people.People;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// People and organisations to begin with, for tests and demonstrations:
///
/// ```
/// users: [{name, fullname?, email?, password?, admin?, tokens: [{name, token, role: read|write}]}]
/// organizations: [{name, fullname?, private_by_default?, members: {USER: admin|write|contributor|read}}]
/// ```
///
/// Read whole before anything is made; made twice, nothing changes.
record Seed(List<User> users, List<Organization> organizations) {

    record Token(String name, String token, boolean mayWrite) {}

    record User(
            int line, String name, String fullName, String email, String password, boolean admin, List<Token> tokens) {}

    record Organization(
            int line, String name, String fullName, boolean privateByDefault, Map<String, Membership.Role> members) {}

    /// The seed is wrong: says where and what would be right.
    static final class Unusable extends IOException {

        private static final long serialVersionUID = 1;

        Unusable(String sentence) {
            super(sentence);
        }
    }

    static Seed read(Path file) throws IOException {
        try {
            var root = new Compose(
                            LoadSettings.builder().setLabel(file.toString()).build())
                    .composeString(Files.readString(file));
            return new Reader(file).seed(root.orElse(null));
        } catch (MarkedYamlEngineException malformed) {
            var line = malformed.getProblemMark().map(it -> it.getLine() + 1).orElse(1);
            throw new Unusable(file + ":" + line + ": this is not YAML: " + malformed.getProblem());
        } catch (YamlEngineException malformed) {
            throw new Unusable(file + ": this is not YAML: " + malformed.getMessage());
        }
    }

    void apply(People people, Path file) throws Unusable {
        for (var user : users) {
            try {
                var account = people.user(user.name, user.fullName, user.email, user.admin);
                if (!user.password.isEmpty()) {
                    people.password(account, user.password);
                }
                user.tokens.forEach(it -> people.token(account, it.name, it.token, it.mayWrite));
            } catch (Invalid invalid) {
                throw new Unusable(file + ":" + user.line + ": " + invalid.what() + ". " + invalid.hint());
            }
        }
        for (var group : organizations) {
            try {
                var account = people.organization(group.name, group.fullName, group.privateByDefault);
                for (var member : group.members.entrySet()) {
                    var user = people.find(member.getKey())
                            .orElseThrow(() -> new Unusable(file + ":" + group.line + ": there is no user '"
                                    + member.getKey() + "' to be a member; list them under users:"));
                    people.member(account, user, member.getValue());
                }
            } catch (Invalid invalid) {
                throw new Unusable(file + ":" + group.line + ": " + invalid.what() + ". " + invalid.hint());
            }
        }
    }

    private record Reader(Path file) {

        Seed seed(@org.jspecify.annotations.Nullable Node root) throws Unusable {
            if (root == null) {
                return new Seed(List.of(), List.of());
            }
            var top = mapping(root, "a seed is `users:` and `organizations:`", Set.of("users", "organizations"));
            var users = new ArrayList<User>();
            for (var node : list(top.get("users"), "users: is a list")) {
                users.add(user(node));
            }
            var organizations = new ArrayList<Organization>();
            for (var node : list(top.get("organizations"), "organizations: is a list")) {
                organizations.add(organization(node));
            }
            return new Seed(users, organizations);
        }

        private User user(Node node) throws Unusable {
            var map = mapping(
                    node,
                    "a user is {name, fullname?, email?, password?, admin?, tokens?}",
                    Set.of("name", "fullname", "email", "password", "admin", "tokens"));
            var name = required(node, map, "name");
            var tokens = new ArrayList<Token>();
            for (var token : list(map.get("tokens"), "tokens: is a list")) {
                var it = mapping(token, "a token is {name, token, role}", Set.of("name", "token", "role"));
                var role = text(it.get("role"), "write");
                if (!role.equals("read") && !role.equals("write")) {
                    throw wrong(token, "role '" + role + "' is neither read nor write");
                }
                tokens.add(new Token(text(it.get("name"), "seed"), required(token, it, "token"), role.equals("write")));
            }
            return new User(
                    line(node),
                    name,
                    text(map.get("fullname"), name),
                    text(map.get("email"), ""),
                    text(map.get("password"), ""),
                    flag(map.get("admin")),
                    tokens);
        }

        private Organization organization(Node node) throws Unusable {
            var map = mapping(
                    node,
                    "an organization is {name, fullname?, private_by_default?, members?}",
                    Set.of("name", "fullname", "private_by_default", "members"));
            var name = required(node, map, "name");
            var members = new LinkedHashMap<String, Membership.Role>();
            if (map.get("members") instanceof MappingNode given) {
                for (var tuple : given.getValue()) {
                    members.put(text(tuple.getKeyNode(), ""), role(tuple.getValueNode()));
                }
            } else if (map.containsKey("members")) {
                throw wrong(node, "members: is lines of USER: role");
            }
            return new Organization(
                    line(node), name, text(map.get("fullname"), name), flag(map.get("private_by_default")), members);
        }

        private Membership.Role role(Node node) throws Unusable {
            var word = text(node, "");
            for (var role : Membership.Role.values()) {
                if (role.name().toLowerCase(Locale.ROOT).equals(word)) {
                    return role;
                }
            }
            throw wrong(node, "role '" + word + "' is none of admin, write, contributor, read");
        }

        private boolean flag(@org.jspecify.annotations.Nullable Node node) throws Unusable {
            if (node == null) {
                return false;
            }
            var word = text(node, "");
            if (!word.equals("true") && !word.equals("false")) {
                throw wrong(node, "'" + word + "' is neither true nor false");
            }
            return word.equals("true");
        }

        private String required(Node at, Map<String, Node> map, String key) throws Unusable {
            var text = text(map.get(key), "");
            if (text.isEmpty()) {
                throw wrong(at, key + ": is missing here");
            }
            return text;
        }

        private String text(@org.jspecify.annotations.Nullable Node node, String otherwise) throws Unusable {
            return switch (node) {
                case null -> otherwise;
                case ScalarNode scalar -> scalar.getValue();
                default -> throw wrong(node, "one value is expected here, not a list or lines");
            };
        }

        private List<Node> list(@org.jspecify.annotations.Nullable Node node, String hint) throws Unusable {
            return switch (node) {
                case null -> List.of();
                case SequenceNode sequence -> sequence.getValue();
                default -> throw wrong(node, hint);
            };
        }

        private Map<String, Node> mapping(Node node, String hint, Set<String> keys) throws Unusable {
            if (!(node instanceof MappingNode mapping)) {
                throw wrong(node, hint);
            }
            var map = new LinkedHashMap<String, Node>();
            for (var tuple : mapping.getValue()) {
                var key = text(tuple.getKeyNode(), "");
                if (!keys.contains(key)) {
                    throw wrong(tuple.getKeyNode(), "'" + key + "' is not known here; " + hint);
                }
                map.put(key, tuple.getValueNode());
            }
            return map;
        }

        private Unusable wrong(Node node, String sentence) {
            return new Unusable(file + ":" + line(node) + ": " + sentence);
        }

        private static int line(Node node) {
            return node.getStartMark().map(it -> it.getLine() + 1).orElse(1);
        }
    }
}
