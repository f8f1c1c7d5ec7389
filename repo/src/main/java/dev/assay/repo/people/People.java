package dev.assay.repo.people;

import dev.assay.repo.Invalid;
import dev.assay.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Who may touch it: accounts, organisations, tokens. Tokens are kept hashed and shown once.
///
/// A name belongs to one account, user or organisation, without regard to case.
public final class People {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?");
    private static final String COLUMNS = "a.id, a.name, a.full_name, a.email, a.organization, a.admin";
    private static final int LONGEST_PASSWORD = 1_000;

    /// Where the hub has addresses of its own: an account of this name could not be reached, or would be taken for it.
    private static final Set<String> RESERVED = Set.of(
            "api",
            "assets",
            "datasets",
            "favicon.ico",
            "healthz",
            "login",
            "logout",
            "metrics",
            "models",
            "readyz",
            "spaces",
            "v1",
            "xet");

    private final Database database;

    /// @param database already migrated for this room
    public People(Database database) {
        this.database = database;
    }

    /// The caller behind this token; empty if there is no such token, or it has ended.
    public Optional<Caller> authenticate(String token) {
        return database.read(sql -> holder(sql, Secrets.nameOf(token)));
    }

    /// The same caller as they stand now, who may have waited since: with the memberships and the rights that they have
    /// by now; empty if their token has ended, or they are gone.
    public Optional<Caller> again(Caller caller) {
        if (caller.account().isEmpty()) {
            return Optional.of(caller);
        }
        return caller.tokenId().isEmpty()
                ? inPerson(caller.account().get().id(), caller.mayWrite())
                : database.read(sql -> holder(sql, caller.tokenId()));
    }

    /// The account of this number, with its memberships as they are now.
    public Optional<Caller> inPerson(long account, boolean mayWrite) {
        return database.read(sql -> sql.sql("select " + COLUMNS + " from account a where a.id = :id")
                .param("id", account)
                .query((row, number) -> account(row))
                .optional()
                .map(it -> new Caller(Optional.of(it), memberships(sql, it), mayWrite, "", Instant.EPOCH)));
    }

    private static Optional<Caller> holder(JdbcClient sql, String tokenId) {
        return sql.sql("select " + COLUMNS + """
                        , t.label, t.may_write, t.created from token t join account a on a.id = t.account
                        where t.hash = :hash""")
                .param("hash", tokenId)
                .query((row, number) -> new Caller(
                        Optional.of(account(row)),
                        List.of(),
                        row.getInt("may_write") == 1,
                        row.getString("label"),
                        instant(row.getLong("created")),
                        tokenId))
                .optional()
                .map(it -> it.with(memberships(sql, it.account().orElseThrow())));
    }

    /// The name by which this token is kept. Nobody can do anything with it, and it ends with the token.
    public static String nameOf(String token) {
        return Secrets.nameOf(token);
    }

    /// The caller behind one of this account's tokens, chosen by [#nameOf] it; empty if there is none, or it has ended.
    public Optional<Caller> holder(String account, Predicate<String> name) {
        return database.read(sql -> sql
                .sql("select t.hash from token t join account a on a.id = t.account where a.name_key = :key")
                .param("key", key(account))
                .query(String.class)
                .list()
                .stream()
                .filter(name)
                .findFirst()
                .flatMap(it -> holder(sql, it)));
    }

    public Optional<Account> find(String name) {
        return database.read(sql -> find(sql, name));
    }

    /// The organisations an account belongs to, by name.
    public List<Membership> memberships(Account account) {
        return database.read(sql -> memberships(sql, account));
    }

    /// Those who belong to an organisation, by name; in each, `organization` stands for the member.
    public List<Membership> members(Account organization) {
        return database.read(sql -> sql.sql("select " + COLUMNS + """
                        , m.role from membership m join account a on a.id = m.member
                        where m.organization = :organization order by a.name_key""")
                .param("organization", organization.id())
                .query((row, number) -> membership(row))
                .list());
    }

    /// Whether anybody has an account yet.
    public boolean empty() {
        return database.read(sql -> sql.sql("select count(*) from account")
                        .query(Long.class)
                        .single())
                == 0;
    }

    /// Makes an account, or returns the one that has the name, with these properties.
    ///
    /// @throws Invalid if this cannot be a name, or an organisation has it
    public Account user(String name, String fullName, String email, boolean admin) {
        return account(name, fullName, email, false, admin, false);
    }

    /// Makes an organisation, or returns the one that has the name, with these properties.
    ///
    /// @param privateByDefault whether its repositories are private unless their maker says otherwise
    /// @throws Invalid if this cannot be a name, or a user has it
    public Account organization(String name, String fullName, boolean privateByDefault) {
        return account(name, fullName, "", true, false, privateByDefault);
    }

    /// Makes the user a member in this role, or gives the member this role.
    public void member(Account organization, Account user, Membership.Role role) {
        if (!organization.organization() || user.organization()) {
            throw new Invalid(
                    user.name() + " cannot be a member of " + organization.name(),
                    "Members are users, and belong to organisations.");
        }
        database.write(sql -> sql.sql("""
                        insert into membership (organization, member, role) values (:organization, :member, :role)
                        on conflict (organization, member) do update set role = excluded.role""")
                .param("organization", organization.id())
                .param("member", user.id())
                .param("role", role.name())
                .update());
    }

    /// Makes a new random token, `hf_` and 37 characters; this is the only time it is readable. The account's tokens
    /// that
    /// bear the label end.
    public String newToken(Account account, String label, boolean mayWrite) {
        var token = Secrets.token();
        database.write(sql -> {
            endTokens(account, label);
            token(account, label, token, mayWrite);
            return token;
        });
        return token;
    }

    /// Registers a token whose text is given (seeds); doing so twice changes nothing, and with another role or label
    /// gives it that.
    ///
    /// @throws Invalid if the token is empty, or somebody else's
    public void token(Account account, String label, String token, boolean mayWrite) {
        if (token.isEmpty()) {
            throw new Invalid("an empty token would let everybody in", "Choose a long random text.");
        }
        var hash = Secrets.nameOf(token);
        database.write(sql -> {
            sql.sql("""
                            insert into token (hash, account, label, may_write, created)
                            values (:hash, :account, :label, :write, :now)
                            on conflict (hash) do update set label = excluded.label, may_write = excluded.may_write
                            where token.account = excluded.account""")
                    .param("hash", hash)
                    .param("account", account.id())
                    .param("label", label)
                    .param("write", mayWrite ? 1 : 0)
                    .param("now", now())
                    .update();
            var holder = sql.sql("select account from token where hash = :hash")
                    .param("hash", hash)
                    .query(Long.class)
                    .single();
            if (holder != account.id()) {
                throw new Invalid("this token is somebody else's", "Give each account a token of its own.");
            }
            return holder;
        });
    }

    /// Ends all tokens of this account that bear the label.
    ///
    /// @return how many ended
    public int endTokens(Account account, String label) {
        return database.write(sql -> sql.sql("delete from token where account = :account and label = :label")
                .param("account", account.id())
                .param("label", label)
                .update());
    }

    /// Keeps the password (salted, slow hash). Nothing asks for it yet: the pages are signed in to with a token.
    /// Keeping
    /// the same one twice changes nothing.
    ///
    /// @throws Invalid if it is empty or longer than 1,000 characters
    public void password(Account account, String password) {
        if (password.isEmpty() || password.length() > LONGEST_PASSWORD) {
            throw new Invalid(
                    "a password has 1 to " + LONGEST_PASSWORD + " characters", "Choose one that is hard to guess.");
        }
        var kept = database.read(sql -> sql.sql("select password from account where id = :id")
                .param("id", account.id())
                .query(String.class)
                .single());
        if (!kept.isEmpty() && Secrets.matches(password, kept)) {
            return;
        }
        var hash = Secrets.keep(password);
        database.write(sql -> sql.sql("update account set password = :hash where id = :id")
                .param("hash", hash)
                .param("id", account.id())
                .update());
    }

    private Account account(
            String name, String fullName, String email, boolean organization, boolean admin, boolean privateDefault) {
        if (!NAME.matcher(name).matches() || name.contains("--") || name.contains("..")) {
            throw new Invalid(
                    "not a name: '" + name + "'",
                    "Use 1 to 96 letters, digits, '_', '.' or '-', not starting or ending with '-' or '.', without '--' or '..'.");
        }
        if (RESERVED.contains(key(name))) {
            throw new Invalid("the name '" + name + "' is an address of the hub's own", "Choose another.");
        }
        return database.write(sql -> {
            sql.sql("""
                            insert into account (name, name_key, full_name, email, organization, admin,
                                private_default, password, created)
                            values (:name, :key, :full, :email, :organization, :admin, :privately, '', :now)
                            on conflict (name_key) do update set full_name = excluded.full_name,
                                email = excluded.email, admin = excluded.admin,
                                private_default = excluded.private_default
                            where account.organization = excluded.organization""")
                    .param("name", name)
                    .param("key", key(name))
                    .param("full", fullName)
                    .param("email", email)
                    .param("organization", organization ? 1 : 0)
                    .param("admin", admin ? 1 : 0)
                    .param("privately", privateDefault ? 1 : 0)
                    .param("now", now())
                    .update();
            var made = find(sql, name).orElseThrow();
            if (made.organization() != organization) {
                throw new Invalid(
                        "the name " + made.name() + " belongs to " + (organization ? "a user" : "an organisation"),
                        "Names are shared by users and organisations: choose another.");
            }
            return made;
        });
    }

    private static Optional<Account> find(JdbcClient sql, String name) {
        return sql.sql("select " + COLUMNS + " from account a where a.name_key = :key")
                .param("key", key(name))
                .query((row, number) -> account(row))
                .optional();
    }

    private static List<Membership> memberships(JdbcClient sql, Account account) {
        return sql.sql("select " + COLUMNS + """
                        , m.role from membership m join account a on a.id = m.organization
                        where m.member = :member order by a.name_key""")
                .param("member", account.id())
                .query((row, number) -> membership(row))
                .list();
    }

    private static Membership membership(ResultSet row) throws SQLException {
        return new Membership(account(row), Membership.Role.valueOf(row.getString("role")));
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getLong("id"),
                row.getString("name"),
                row.getString("full_name"),
                row.getString("email"),
                row.getInt("organization") == 1,
                row.getInt("admin") == 1);
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
