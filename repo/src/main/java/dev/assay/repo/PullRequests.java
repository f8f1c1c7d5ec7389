package dev.assay.repo;

import dev.assay.inspect.Digest;
import dev.assay.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Commits that wait, in SQL.
final class PullRequests {

    private static final String SELECT = """
            select p.repository, p.number, p.title, p.message, a.name as author, p.author as author_id, p.base,
                p.start, p.head, p.status, p.asked, p.created
            from pull_request p join account a on a.id = p.author\s""";

    private static final String REF = "refs/pr/";

    private final Database database;

    PullRequests(Database database) {
        this.database = database;
    }

    /// @param base ref that it would move
    /// @param start where the base was when its changes were made; empty for nothing
    /// @param asked whether its author wanted a pull request; if not, it merges itself
    record Row(
            long repository,
            long number,
            String title,
            String message,
            String author,
            long authorId,
            String base,
            String start,
            String head,
            PullRequest.Status status,
            boolean asked,
            Instant createdAt) {

        String ref() {
            return REF + number;
        }
    }

    Optional<Row> find(long repository, long number) {
        return database.read(sql -> find(sql, repository, number));
    }

    static Optional<Row> find(JdbcClient sql, long repository, long number) {
        return sql.sql(SELECT + " where p.repository = :repository and p.number = :number")
                .param("repository", repository)
                .param("number", number)
                .query((row, at) -> row(row))
                .optional();
    }

    /// Newest first.
    List<Row> all(long repository) {
        return database.read(sql -> sql.sql(SELECT + " where p.repository = :repository order by p.number desc")
                .param("repository", repository)
                .query((row, at) -> row(row))
                .list());
    }

    /// Newest first, those with a lower number than this.
    List<Row> before(long repository, long number, int limit) {
        return database.read(sql -> sql.sql(
                        SELECT
                                + " where p.repository = :repository and p.number < :number order by p.number desc limit :limit")
                .param("repository", repository)
                .param("number", number)
                .param("limit", limit)
                .query((row, at) -> row(row))
                .list());
    }

    /// How many there are, a status.
    Map<PullRequest.Status, Long> counts(long repository) {
        var counts = new EnumMap<PullRequest.Status, Long>(PullRequest.Status.class);
        database.read(sql -> sql.sql(
                                "select status, count(*) as n from pull_request where repository = :repository group by status")
                        .param("repository", repository)
                        .query((row, at) ->
                                Map.entry(PullRequest.Status.valueOf(row.getString("status")), row.getLong("n")))
                        .list())
                .forEach(it -> counts.put(it.getKey(), it.getValue()));
        return counts;
    }

    List<Row> held() {
        return database.read(sql -> sql.sql(SELECT + " where p.status = 'HELD' order by p.repository, p.number")
                .query((row, at) -> row(row))
                .list());
    }

    List<Row> waitingFor(Digest digest) {
        return database.read(sql -> sql.sql(SELECT
                        + " where p.status = 'HELD' and exists (select 1 from awaited w where w.repository = p.repository"
                        + " and w.number = p.number and w.digest = :digest) order by p.repository, p.number")
                .param("digest", digest.hex())
                .query((row, at) -> row(row))
                .list());
    }

    /// Paths of what it adds, and their digests.
    Map<String, Digest> awaited(Row row) {
        var awaited = new TreeMap<String, Digest>();
        database.read(sql -> sql.sql(
                                "select path, digest from awaited where repository = :repository and number = :number")
                        .param("repository", row.repository())
                        .param("number", row.number())
                        .query((it, at) -> Map.entry(it.getString("path"), new Digest(it.getString("digest"))))
                        .list())
                .forEach(it -> awaited.put(it.getKey(), it.getValue()));
        return awaited;
    }

    static void insert(JdbcClient sql, Row row, Map<String, Digest> awaited) {
        sql.sql("""
                        insert into pull_request (repository, number, title, message, author, base, start, head,
                            status, asked, created)
                        values (:repository, :number, :title, :message, :author, :base, :start, :head, :status,
                            :asked, :created)""")
                .param("repository", row.repository())
                .param("number", row.number())
                .param("title", row.title())
                .param("message", row.message())
                .param("author", row.authorId())
                .param("base", row.base())
                .param("start", row.start())
                .param("head", row.head())
                .param("status", row.status().name())
                .param("asked", row.asked() ? 1 : 0)
                .param("created", Times.micros(row.createdAt()))
                .update();
        awaited.forEach((path, digest) -> sql.sql("""
                        insert into awaited (repository, number, path, digest)
                        values (:repository, :number, :path, :digest)""")
                .param("repository", row.repository())
                .param("number", row.number())
                .param("path", path)
                .param("digest", digest.hex())
                .update());
    }

    void become(Row row, PullRequest.Status status) {
        database.write(sql -> {
            become(sql, row, status, row.head());
            return 1;
        });
    }

    /// Its ref has moved: somebody added a commit to it. The first one makes a draft a pull request to merge.
    static void advanced(JdbcClient sql, long repository, String ref, String head) {
        sql.sql("""
                        update pull_request
                        set head = :head, status = case when status = 'DRAFT' then 'OPEN' else status end
                        where repository = :repository and number = :number""")
                .param("head", head)
                .param("repository", repository)
                .param("number", numberOf(ref))
                .update();
    }

    /// Whether a ref is a pull request's: `refs/pr/7`.
    static boolean owns(String ref) {
        return ref.startsWith(REF);
    }

    /// @throws Missing if the ref names no pull request
    static long numberOf(String ref) {
        try {
            return Long.parseLong(ref.substring(REF.length()));
        } catch (NumberFormatException | StringIndexOutOfBoundsException none) {
            throw Revisions.missing(ref);
        }
    }

    static void become(JdbcClient sql, Row row, PullRequest.Status status, String head) {
        sql.sql("""
                        update pull_request set status = :status, head = :head
                        where repository = :repository and number = :number""")
                .param("status", status.name())
                .param("head", head)
                .param("repository", row.repository())
                .param("number", row.number())
                .update();
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("repository"),
                row.getLong("number"),
                row.getString("title"),
                row.getString("message"),
                row.getString("author"),
                row.getLong("author_id"),
                row.getString("base"),
                row.getString("start"),
                row.getString("head"),
                PullRequest.Status.valueOf(row.getString("status")),
                row.getInt("asked") == 1,
                Times.instant(row.getLong("created")));
    }
}
