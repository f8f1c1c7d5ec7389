package dev.assay.repo;

import dev.assay.repo.people.Account;
import dev.assay.repo.people.Caller;
import dev.assay.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What repositories are called, in SQL: found by name, listed, tagged.
final class Catalogue {

    private static final String COLUMNS = """
            r.id, r.public_id, r.kind, a.name as namespace, r.name, r.hidden, r.sdk, r.created, r.modified,
            r.owner, r.creator
            from repository r join account a on a.id = r.owner""";
    private static final int MOST = 1_000;

    private final Database database;

    Catalogue(Database database) {
        this.database = database;
    }

    /// A repository that is about to be.
    record Wish(String publicId, Kind kind, Account owner, Account creator, String name, boolean hidden, String sdk) {

        String full() {
            return owner.name() + "/" + name;
        }
    }

    Optional<Filed> find(Kind kind, RepositoryName name) {
        return database.read(sql -> find(sql, kind, name.toString()));
    }

    static Optional<Filed> find(JdbcClient sql, Kind kind, String full) {
        return sql.sql("select " + COLUMNS + " where r.kind = :kind and r.full_key = :key")
                .param("kind", kind.name())
                .param("key", key(full))
                .query((row, number) -> filed(row))
                .optional();
    }

    Optional<Filed> find(long id) {
        return database.read(sql -> sql.sql("select " + COLUMNS + " where r.id = :id")
                .param("id", id)
                .query((row, number) -> filed(row))
                .optional());
    }

    /// @throws Conflict if the name is taken in this kind
    static Filed insert(JdbcClient sql, Wish wish, Instant now) {
        var made = sql.sql("""
                        insert into repository (public_id, kind, owner, creator, name, full_key, hidden, sdk, card,
                            created, modified, next_number)
                        values (:public, :kind, :owner, :creator, :name, :key, :hidden, :sdk, '', :now, :now, 1)
                        on conflict (kind, full_key) do nothing""")
                .param("public", wish.publicId())
                .param("kind", wish.kind().name())
                .param("owner", wish.owner().id())
                .param("creator", wish.creator().id())
                .param("name", wish.name())
                .param("key", key(wish.full()))
                .param("hidden", wish.hidden() ? 1 : 0)
                .param("sdk", wish.sdk())
                .param("now", Times.micros(now))
                .update();
        if (made == 0) {
            throw taken(wish);
        }
        return find(sql, wish.kind(), wish.full()).orElseThrow();
    }

    static Conflict taken(Wish wish) {
        return new Conflict(
                Conflict.Kind.EXISTS, "There is a " + wish.kind().word() + " called " + wish.full() + " already");
    }

    boolean privateByDefault(Account owner) {
        return database.read(sql -> sql.sql("select private_default from account where id = :id")
                        .param("id", owner.id())
                        .query(Integer.class)
                        .single())
                == 1;
    }

    /// Removes every trace but the refs, which are moved away as they are moved anywhere, and the objects.
    ///
    /// @throws Missing if it has been removed meanwhile
    static void delete(JdbcClient sql, Repository repository) {
        // First, because on PostgreSQL this waits for whoever is about to give it another ref.
        var there = sql.sql("delete from repository where id = :id")
                .param("id", repository.id())
                .update();
        if (there == 0) {
            throw missing();
        }
        // Not from ref_entry: what the ledger said of its refs did come true, and must not be called void.
        for (var table : List.of("repository_tag", "revision", "content", "upload", "pull_request", "awaited")) {
            sql.sql("delete from " + table + " where repository = :id")
                    .param("id", repository.id())
                    .update();
        }
    }

    /// @throws Missing if it has been removed meanwhile
    static void mustBe(JdbcClient sql, Repository repository) {
        // Written to, not only read: on PostgreSQL whoever removes it waits for this transaction, and finds its refs.
        var there = sql.sql("update repository set public_id = public_id where id = :id")
                .param("id", repository.id())
                .update();
        if (there == 0) {
            throw missing();
        }
    }

    List<String> publicIds() {
        return database.read(sql ->
                sql.sql("select public_id from repository").query(String.class).list());
    }

    Page<Repository> list(Caller caller, Repositories.Query query) {
        var column = switch (query.sort()) {
            case "createdAt" -> "created";
            case "lastModified" -> "modified";
            default ->
                throw new Invalid(
                        "repositories cannot be sorted by '" + query.sort() + "'",
                        "Sort by lastModified or createdAt.");
        };
        var limit = Math.clamp(query.limit(), 1, MOST);
        var where = new StringBuilder(" where r.kind = :kind");
        var mark = Mark.read(query.mark());
        if (mark.isPresent()) {
            where.append(" and (r.").append(column).append(", r.id) < (:time, :id)");
        }
        if (!Grants.admin(caller)) {
            where.append(" and (r.hidden = 0 or r.owner in (:owners))");
        }
        if (!query.author().isEmpty()) {
            where.append(" and a.name_key = :author");
        }
        for (var i = 0; i < query.search().size(); i++) {
            where.append(" and r.full_key like :search").append(i).append(" escape '!'");
        }
        for (var i = 0; i < query.tags().size(); i++) {
            where.append(" and exists (select 1 from repository_tag t where t.repository = r.id and t.tag = :tag")
                    .append(i)
                    .append(')');
        }
        var statement = "select " + COLUMNS + where + " order by r." + column + " desc, r.id desc limit :limit";
        var found = database.read(sql -> {
            var asked = sql.sql(statement).param("kind", query.kind().name()).param("limit", limit + 1);
            if (mark.isPresent()) {
                asked = asked.param("time", mark.get().time())
                        .param("id", mark.get().id());
            }
            if (!Grants.admin(caller)) {
                asked = asked.param("owners", orNone(Grants.owners(caller)));
            }
            if (!query.author().isEmpty()) {
                asked = asked.param("author", key(query.author()));
            }
            for (var i = 0; i < query.search().size(); i++) {
                asked = asked.param(
                        "search" + i, "%" + escaped(key(query.search().get(i))) + "%");
            }
            for (var i = 0; i < query.tags().size(); i++) {
                asked = asked.param("tag" + i, query.tags().get(i));
            }
            return asked.query((row, number) -> filed(row).repository()).list();
        });
        if (found.size() <= limit) {
            return new Page<>(found, Optional.empty());
        }
        var last = found.get(limit - 1);
        var time = Times.micros(column.equals("created") ? last.createdAt() : last.modifiedAt());
        return new Page<>(found.subList(0, limit), Optional.of(new Mark(time, last.id()).text()));
    }

    String card(Repository repository) {
        return database.read(sql -> sql.sql("select card from repository where id = :id")
                .param("id", repository.id())
                .query(String.class)
                .optional()
                .orElse(""));
    }

    List<String> tags(Repository repository) {
        return database.read(sql -> sql.sql("select tag from repository_tag where repository = :id order by tag")
                .param("id", repository.id())
                .query(String.class)
                .list());
    }

    static void describe(JdbcClient sql, long repository, String card, Collection<String> tags) {
        sql.sql("update repository set card = :card where id = :id")
                .param("card", card)
                .param("id", repository)
                .update();
        sql.sql("delete from repository_tag where repository = :id")
                .param("id", repository)
                .update();
        for (var tag : tags) {
            sql.sql("insert into repository_tag (repository, tag) values (:id, :tag)")
                    .param("id", repository)
                    .param("tag", tag)
                    .update();
        }
    }

    /// @throws Missing if it has been removed meanwhile
    static void touched(JdbcClient sql, long repository, Instant now) {
        var there = sql.sql("update repository set modified = :now where id = :id")
                .param("now", Times.micros(now))
                .param("id", repository)
                .update();
        if (there == 0) {
            throw missing();
        }
    }

    /// The number the next pull request will have, if nobody is faster.
    static long peekNumber(JdbcClient sql, long repository) {
        return sql.sql("select next_number from repository where id = :id")
                .param("id", repository)
                .query(Long.class)
                .optional()
                .orElseThrow(Catalogue::missing);
    }

    /// @throws Missing if it has been removed meanwhile
    static long nextNumber(JdbcClient sql, long repository) {
        return sql.sql("update repository set next_number = next_number + 1 where id = :id returning next_number - 1")
                .param("id", repository)
                .query(Long.class)
                .optional()
                .orElseThrow(Catalogue::missing);
    }

    static Missing missing() {
        return new Missing(Missing.Kind.REPOSITORY, "Repository not found");
    }

    private static Filed filed(ResultSet row) throws SQLException {
        return new Filed(
                new Repository(
                        row.getLong("id"),
                        row.getString("public_id"),
                        Kind.valueOf(row.getString("kind")),
                        new RepositoryName(row.getString("namespace"), row.getString("name")),
                        row.getInt("hidden") == 1,
                        row.getString("sdk"),
                        Times.instant(row.getLong("created")),
                        Times.instant(row.getLong("modified"))),
                row.getLong("owner"),
                row.getLong("creator"));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String escaped(String term) {
        return term.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /// An `in` list is never empty; no account has the number -1.
    private static List<Long> orNone(List<Long> ids) {
        var list = new ArrayList<>(ids);
        list.add(-1L);
        return list;
    }

    /// Where a page ended: the last repository's time and number.
    private record Mark(long time, long id) {

        static Optional<Mark> read(String text) {
            if (text.isEmpty()) {
                return Optional.empty();
            }
            var dash = text.indexOf('-');
            try {
                return Optional.of(new Mark(
                        Long.parseLong(text.substring(0, Math.max(dash, 0))),
                        Long.parseLong(text.substring(dash + 1))));
            } catch (NumberFormatException broken) {
                throw new Invalid("this is not a mark of ours: " + text, "Follow the link of the page before.");
            }
        }

        String text() {
            return time + "-" + id;
        }
    }
}
