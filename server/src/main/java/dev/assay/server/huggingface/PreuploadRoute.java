package dev.assay.server.huggingface;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.gate.Gate;
import dev.assay.gate.Refused;
import dev.assay.gate.Vault;
import dev.assay.repo.Entry;
import dev.assay.repo.Kind;
import dev.assay.repo.Operation;
import dev.assay.repo.Repositories;
import dev.assay.repo.Revision;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `POST .../preupload/{revision}`: how each file is to be sent, and which need not be sent at all.
public final class PreuploadRoute {

    private static final int MOST_FILES = 1_000;
    private static final int LONGEST_RULES = 1 << 20;
    private static final int MOST_RULES = 10_000;

    /// As file systems have it, which the files come from and go to.
    private static final int LONGEST_PATH = 4_096;

    private static final int LONGEST_NAME = 255;

    /// How many characters one request may have compared: a second's work, and twenty times what honest ones need.
    private static final long MOST_WORK = 600_000_000;

    private final Asked asked;
    private final Repositories repositories;
    private final Gate gate;
    private final Vault vault;

    public PreuploadRoute(Asked asked, Repositories repositories, Gate gate, Vault vault) {
        this.asked = asked;
        this.repositories = repositories;
        this.gate = gate;
        this.vault = vault;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : Kind.values()) {
            routes.add(Route.post(
                    "/api/" + kind.plural() + "/{namespace}/{name}/preupload/{revision}",
                    request -> preupload(request, kind)));
        }
        return routes;
    }

    record Answer(List<Mode> files, String commitOid) {}

    /// @param uploadMode lfs or regular
    /// @param oid what is at this path now: git's id, or the digest of a large file
    record Mode(String path, String uploadMode, boolean shouldIgnore, Optional<String> oid) {}

    private ServerResponse preupload(ServerRequest request, Kind kind) throws IOException {
        var repository = asked.repository(request, kind);
        var revision = asked.revision(request, repository);
        asked.checkCommitter(request, repository);
        var wish = Json.object(request);
        var files = Json.objects(wish, "files");
        if (files.size() > MOST_FILES) {
            throw new Failure(400, "Ask about at most " + MOST_FILES + " files at a time.");
        }
        var large = attributes(revision, Json.text(wish, "gitAttributes"));
        var ignored = ignore(revision, Json.text(wish, "gitIgnore"));
        var budget = new Budget();
        var modes = new ArrayList<Mode>();
        for (var file : files) {
            var path = Json.required(file, "path");
            checkLength(path);
            if (path.startsWith("/")
                    || path.startsWith("..\\")
                    || List.of(path.split("/", -1)).contains("..")) {
                throw new Failure(422, "A path inside the repository is needed, not '" + path + "'.");
            }
            var size = Json.size(file, "size");
            modes.add(new Mode(
                    path,
                    size > Operation.Put.LARGEST || size > 0 && lfs(large, path, budget) ? "lfs" : "regular",
                    ignores(ignored, path, budget),
                    repositories
                            .entry(revision, path)
                            .filter(it -> !it.folder())
                            .flatMap(PreuploadRoute::oid)));
        }
        return Json.ok(new Answer(modes, revision.commit()));
    }

    private static Optional<String> oid(Entry entry) {
        return entry.large() ? entry.digest().map(it -> it.hex()) : Optional.of(entry.oid());
    }

    private static void checkLength(String path) {
        if (path.length() > LONGEST_PATH
                || Arrays.stream(path.split("/", -1)).anyMatch(it -> it.length() > LONGEST_NAME)) {
            throw new Failure(
                    422,
                    "A path has at most " + LONGEST_PATH + " characters, and each name in it " + LONGEST_NAME + ".");
        }
    }

    /// What may still be spent on the rules, which come from whoever asks.
    private static final class Budget {

        private long left = MOST_WORK;

        boolean matches(Rule rule, String path) {
            left -= rule.pattern.cost(path);
            if (left < 0) {
                throw new Failure(new Problem(
                        413,
                        "",
                        "The rules of .gitattributes and .gitignore are too many for so many files",
                        "Ask about fewer files at a time, or shorten the rules."));
            }
            return rule.pattern.matches(path);
        }
    }

    private record Rule(Wildcard pattern, boolean holds, boolean folder) {}

    private List<Rule> attributes(Revision revision, String sent) throws IOException {
        var rules = new ArrayList<Rule>();
        for (var text : List.of(text(revision, ".gitattributes"), sent)) {
            for (var line : lines(text)) {
                var words = line.strip().split("\\s+", -1);
                for (int i = 1; i < words.length; i++) {
                    if (words[i].startsWith("filter=") || words[i].equals("-filter") || words[i].equals("!filter")) {
                        rules.add(new Rule(new Wildcard(words[0]), words[i].equals("filter=lfs"), false));
                    }
                }
            }
        }
        return rules;
    }

    private List<Rule> ignore(Revision revision, String sent) throws IOException {
        var rules = new ArrayList<Rule>();
        for (var text : List.of(text(revision, ".gitignore"), sent)) {
            for (var line : lines(text)) {
                var pattern = line.stripTrailing();
                var negated = pattern.startsWith("!");
                pattern = negated ? pattern.substring(1) : pattern;
                var folder = pattern.endsWith("/");
                pattern = folder ? pattern.substring(0, pattern.length() - 1) : pattern;
                if (!pattern.isEmpty()) {
                    rules.add(new Rule(new Wildcard(pattern), !negated, folder));
                }
            }
        }
        return rules;
    }

    private static List<String> lines(String text) {
        return text.lines()
                .filter(it -> !it.isBlank() && !it.startsWith("#") && it.length() <= 1_000)
                .limit(MOST_RULES)
                .toList();
    }

    /// The last rule that speaks of the path decides.
    private static boolean lfs(List<Rule> rules, String path, Budget budget) {
        var lfs = false;
        for (var rule : rules) {
            if (rule.holds != lfs && budget.matches(rule, path)) {
                lfs = rule.holds;
            }
        }
        return lfs;
    }

    /// A file is ignored by itself, or with a folder it is in.
    private static boolean ignores(List<Rule> rules, String path, Budget budget) {
        for (var slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (ignored(rules, path.substring(0, slash), true, budget)) {
                return true;
            }
        }
        return ignored(rules, path, false, budget);
    }

    private static boolean ignored(List<Rule> rules, String path, boolean folder, Budget budget) {
        var ignored = false;
        for (var rule : rules) {
            if (rule.holds != ignored && (folder || !rule.folder) && budget.matches(rule, path)) {
                ignored = rule.holds;
            }
        }
        return ignored;
    }

    /// A small text of the revision; empty if it is not there, too long, or not cleared.
    private String text(Revision revision, String path) throws IOException {
        var entry = repositories.entry(revision, path);
        if (entry.isEmpty() || entry.get().folder() || entry.get().size() > LONGEST_RULES) {
            return "";
        }
        try (var in = vault.open(gate.clear(entry.get().digest().orElseThrow())).stream()) {
            return new String(in.readNBytes(LONGEST_RULES), UTF_8);
        } catch (Refused kept) {
            return "";
        }
    }
}
