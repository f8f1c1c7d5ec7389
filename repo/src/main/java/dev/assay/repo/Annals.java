package dev.assay.repo;

import dev.assay.inspect.Digest;
import dev.assay.store.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Where refs point, which commits exist for readers, and what git's names for files stand for, in SQL.
final class Annals {

    private static final int AT_ONCE = 500;

    private final Database database;

    Annals(Database database) {
        this.database = database;
    }

    /// A file as git and as the gate know it.
    ///
    /// @param pointerSize bytes of the pointer that git holds; 0 if it holds the bytes themselves
    record Content(String oid, Digest digest, long size, int pointerSize) {}

    /// @return the commit; empty if there is no such ref
    Optional<String> target(long repository, String ref) {
        return database.read(sql -> target(sql, repository, ref));
    }

    static Optional<String> target(JdbcClient sql, long repository, String ref) {
        return sql.sql("select target from ref where repository = :repository and name = :name")
                .param("repository", repository)
                .param("name", ref)
                .query(String.class)
                .optional();
    }

    /// How many refs there are.
    static long count(JdbcClient sql, long repository) {
        return sql.sql("select count(*) from ref where repository = :repository")
                .param("repository", repository)
                .query(Long.class)
                .single();
    }

    List<Ref> refs(long repository) {
        return database.read(sql -> sql.sql("select name, target from ref where repository = :id order by name")
                .param("id", repository)
                .query((row, number) -> new Ref(row.getString("name"), row.getString("target")))
                .list());
    }

    /// The published commits whose ids begin so; at most two.
    List<String> published(long repository, String prefix) {
        return database.read(sql -> sql.sql("""
                        select id from revision where repository = :repository and published = 1
                        and id >= :from and id < :upto order by id limit 2""")
                .param("repository", repository)
                .param("from", prefix)
                .param("upto", prefix + "g")
                .query(String.class)
                .list());
    }

    /// How many commits there are up to this one; 0 for none.
    long depth(long repository, String commit) {
        return commit.isEmpty()
                ? 0
                : database.read(
                        sql -> sql.sql("select depth from revision where repository = :repository and id = :commit")
                                .param("repository", repository)
                                .param("commit", commit)
                                .query(Long.class)
                                .single());
    }

    static void revision(JdbcClient sql, long repository, String commit, long depth, boolean published) {
        sql.sql("""
                        insert into revision (repository, id, depth, published)
                        values (:repository, :id, :depth, :published)
                        on conflict (repository, id) do update set published =
                            case when excluded.published = 1 then 1 else revision.published end""")
                .param("repository", repository)
                .param("id", commit)
                .param("depth", depth)
                .param("published", published ? 1 : 0)
                .update();
    }

    /// What these objects stand for, by git's names; those that are not files of this repository are left out.
    Map<String, Content> contents(long repository, Collection<String> oids) {
        var found = new HashMap<String, Content>();
        var all = new ArrayList<>(oids);
        for (var from = 0; from < all.size(); from += AT_ONCE) {
            var some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
            database.read(sql -> sql.sql("""
                                    select oid, digest, size, pointer_size from content
                                    where repository = :repository and oid in (:oids)""")
                            .param("repository", repository)
                            .param("oids", some)
                            .query((row, number) -> new Content(
                                    row.getString("oid"),
                                    new Digest(row.getString("digest")),
                                    row.getLong("size"),
                                    row.getInt("pointer_size")))
                            .list())
                    .forEach(it -> found.put(it.oid(), it));
        }
        return found;
    }

    static void contents(JdbcClient sql, long repository, Collection<Content> contents, boolean published) {
        var all = new ArrayList<>(contents);
        for (var from = 0; from < all.size(); from += 100) {
            var some = all.subList(from, Math.min(from + 100, all.size()));
            var statement = new StringBuilder(
                    "insert into content (repository, oid, digest, size, pointer_size, published) values ");
            for (var i = 0; i < some.size(); i++) {
                statement.append(i == 0 ? "" : ", ").append("(?, ?, ?, ?, ?, ?)");
            }
            statement.append(" on conflict (repository, oid) do update set published =");
            statement.append(" case when excluded.published = 1 then 1 else content.published end");
            var insert = sql.sql(statement.toString());
            for (var it : some) {
                insert = insert.param(repository)
                        .param(it.oid())
                        .param(it.digest().hex())
                        .param(it.size())
                        .param(it.pointerSize())
                        .param(published ? 1 : 0);
            }
            insert.update();
        }
    }

    void uploaded(long account, long repository, Digest digest, long now) {
        database.write(sql -> sql.sql("""
                        insert into upload (repository, account, digest, at)
                        values (:repository, :account, :digest, :now) on conflict do nothing""")
                .param("repository", repository)
                .param("account", account)
                .param("digest", digest.hex())
                .param("now", now)
                .update());
    }

    /// Whether this account has uploaded these bytes to this repository, or they are published in it.
    boolean mayName(long account, long repository, Digest digest) {
        return database.read(sql -> sql.sql("""
                                select count(*) from (
                                    select 1 as here from upload
                                    where repository = :repository and account = :account and digest = :digest
                                    union all
                                    select 1 as here from content
                                    where repository = :repository and digest = :digest and published = 1
                                ) found""")
                        .param("repository", repository)
                        .param("account", account)
                        .param("digest", digest.hex())
                        .query(Long.class)
                        .single())
                > 0;
    }

    /// Whether these bytes are published in this repository, in any of its revisions.
    boolean publishes(long repository, Digest digest) {
        return database.read(sql -> sql.sql("""
                                select count(*) from content
                                where repository = :repository and digest = :digest and published = 1""")
                        .param("repository", repository)
                        .param("digest", digest.hex())
                        .query(Long.class)
                        .single())
                > 0;
    }
}
