package dev.assay.gate;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.InspectionCodec;
import dev.assay.judge.Outcome;
import dev.assay.judge.Verdict;
import dev.assay.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What the gate knows of every blob, in SQL.
///
/// A verdict is filed here only after the ledger has its line: whoever reads one here can show it there.
final class Register {

    private final Database database;
    private final String generation;

    /// @param generation whose facts count; those of others are kept, and clear nothing
    Register(Database database, String generation) {
        this.database = database;
        this.generation = generation;
    }

    /// @param verdict what was made of the facts; null if no policy was there to ask
    /// @param policy the key of the policy that made it
    /// @param entry the index of its line in the ledger
    record Filed(Inspection inspection, @Nullable Verdict verdict, String policy, long entry) {

        static Filed unjudged(Inspection inspection) {
            return new Filed(inspection, null, "", 0);
        }
    }

    static long now() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }

    /// Puts on the docket what has to be looked at, and says which.
    List<Case> arrive(Collection<Gate.Received> received) {
        var now = now();
        return database.write(sql -> {
            var cases = new ArrayList<Case>();
            for (var blob : received) {
                var fresh = Case.fresh(blob.digest(), blob.size(), now);
                var changed = sql.sql("""
                                insert into blob (digest, size, received, place, not_before, attempts)
                                values (:digest, :size, :now, :place, :now, 0) on conflict (digest) do nothing""")
                                .param("digest", blob.digest().hex())
                                .param("size", blob.size())
                                .param("now", now)
                                .param("place", fresh.place())
                                .update()
                        + redocket(sql, fresh);
                if (changed > 0) {
                    cases.add(fresh);
                }
            }
            return cases;
        });
    }

    /// Puts a blob back on the docket if its facts are missing and nobody is about to look for them.
    Optional<Case> again(Digest digest, long size) {
        var fresh = Case.fresh(digest, size, now());
        return database.write(sql -> redocket(sql, fresh)) > 0 ? Optional.of(fresh) : Optional.empty();
    }

    /// Puts back on the docket, from the first attempt, whatever lacks the facts of this generation.
    ///
    /// @return how many blobs wait now
    int reopen() {
        return database.write(sql ->
                sql.sql("""
                        update blob set place = received, not_before = :now, attempts = 0
                        where not exists (select 1 from inspection i
                            where i.digest = blob.digest and i.generation = :generation)""").param("now", now()).param("generation", generation).update());
    }

    List<Case> waiting(int most) {
        return database.read(sql -> sql.sql("""
                        select digest, size, place, not_before, attempts from blob
                        where place is not null order by place limit :most""")
                .param("most", most)
                .query((row, number) -> aCase(row))
                .list());
    }

    Optional<Case> waiting(Digest digest) {
        return database.read(sql -> sql.sql("""
                        select digest, size, place, not_before, attempts from blob
                        where place is not null and digest = :digest""")
                .param("digest", digest.hex())
                .query((row, number) -> aCase(row))
                .optional());
    }

    /// @param then when the blob is looked at again, and where it goes on the docket
    void failed(Digest digest, String why, int attempts, long then) {
        database.write(sql -> sql.sql("""
                        update blob set place = :place, not_before = :then, attempts = :attempts, why = :why
                        where digest = :digest""")
                .param("place", then)
                .param("then", then)
                .param("attempts", attempts)
                .param("why", why)
                .param("digest", digest.hex())
                .update());
    }

    /// Files facts, and what was made of them, in one transaction.
    void file(List<Filed> filed) {
        var now = now();
        database.write(sql -> {
            for (var it : filed) {
                fileFacts(sql, it.inspection(), now);
                if (it.verdict() != null) {
                    fileVerdict(sql, it.verdict(), it.policy(), it.entry(), now);
                }
            }
            return filed.size();
        });
    }

    void decide(Digest digest, Decision decision, long entry) {
        database.write(sql -> sql.sql("""
                        insert into decision (digest, released, who, because, outcome, entry, made)
                        values (:digest, :released, :who, :because, :outcome, :entry, :made)
                        on conflict (digest) do update set released = excluded.released, who = excluded.who,
                            because = excluded.because, outcome = excluded.outcome, entry = excluded.entry,
                            made = excluded.made""")
                .param("digest", digest.hex())
                .param("released", decision.released() ? 1 : 0)
                .param("who", decision.who())
                .param("because", decision.because())
                .param("outcome", decision.over().name())
                .param("entry", entry)
                .param("made", now())
                .update());
    }

    /// @param policy key of the policy in force; empty if none is
    Optional<Dossier> dossier(Digest digest, String policy) {
        return database.read(sql -> sql.sql("""
                        select b.size, b.place, b.not_before, b.attempts, b.why,
                            i.digest as inspected, v.outcome, v.word,
                            d.released, d.who, d.because, d.outcome as decided_over
                        from blob b
                        left join inspection i on i.digest = b.digest and i.generation = :generation
                        left join verdict v on v.digest = b.digest and v.generation = :generation
                            and v.policy = :policy
                        left join decision d on d.digest = b.digest
                        where b.digest = :digest""")
                .param("generation", generation)
                .param("policy", policy)
                .param("digest", digest.hex())
                .query((row, number) -> dossier(row))
                .optional());
    }

    Optional<Long> size(Digest digest) {
        return database.read(sql -> sql.sql("select size from blob where digest = :digest")
                .param("digest", digest.hex())
                .query(Long.class)
                .optional());
    }

    Optional<Inspection> facts(Digest digest) {
        return database.read(sql -> sql.sql("""
                        select facts from inspection where digest = :digest and generation = :generation""")
                        .param("digest", digest.hex())
                        .param("generation", generation)
                        .query((row, number) -> row.getBytes(1))
                        .optional())
                .map(Register::decoded)
                .filter(it -> it.subject().equals(digest) && it.generation().equals(generation));
    }

    /// Blobs whose facts this policy has not been asked about, in the order of their digests.
    List<Digest> unjudged(String policy, String after, int most) {
        return database.read(sql -> sql.sql("""
                        select i.digest from inspection i
                        left join verdict v on v.digest = i.digest and v.generation = i.generation
                            and v.policy = :policy
                        where i.generation = :generation and v.digest is null and i.digest > :after
                        order by i.digest limit :most""")
                .param("policy", policy)
                .param("generation", generation)
                .param("after", after)
                .param("most", most)
                .query((row, number) -> new Digest(row.getString(1)))
                .list());
    }

    /// How many blobs could be looked at now, or are, and since when the oldest has been here, in microseconds since
    /// the
    /// epoch. Those that rest after a failure wait for nobody.
    record Backlog(long waiting, @Nullable Long since) {}

    Backlog backlog() {
        return database.read(sql -> sql.sql("""
                        select count(*), min(received) from blob where place is not null and not_before <= :now""")
                .param("now", now())
                .query((row, number) -> new Backlog(row.getLong(1), nullable(row, 2)))
                .single());
    }

    private int redocket(JdbcClient sql, Case fresh) {
        return sql.sql("""
                        update blob set place = :place, not_before = :now, attempts = 0
                        where digest = :digest and place is null and not exists (select 1 from inspection i
                            where i.digest = blob.digest and i.generation = :generation)""")
                .param("place", fresh.place())
                .param("now", fresh.notBefore())
                .param("digest", fresh.digest().hex())
                .param("generation", generation)
                .update();
    }

    private static void fileFacts(JdbcClient sql, Inspection inspection, long now) {
        sql.sql("""
                        insert into inspection (digest, generation, facts, made)
                        values (:digest, :generation, :facts, :made)
                        on conflict (digest, generation) do update set facts = excluded.facts, made = excluded.made""")
                .param("digest", inspection.subject().hex())
                .param("generation", inspection.generation())
                .param("facts", InspectionCodec.encode(inspection))
                .param("made", now)
                .update();
        sql.sql("update blob set place = null, why = null, attempts = 0 where digest = :digest")
                .param("digest", inspection.subject().hex())
                .update();
    }

    private void fileVerdict(JdbcClient sql, Verdict verdict, String policy, long entry, long now) {
        sql.sql("""
                        insert into verdict (digest, policy, generation, outcome, word, entry, made)
                        values (:digest, :policy, :generation, :outcome, :word, :entry, :made)
                        on conflict (digest, policy, generation) do update set outcome = excluded.outcome,
                            word = excluded.word, entry = excluded.entry, made = excluded.made""")
                .param("digest", verdict.subject().hex())
                .param("policy", policy)
                .param("generation", generation)
                .param("outcome", verdict.outcome().name())
                .param("word", verdict.word().name())
                .param("entry", entry)
                .param("made", now)
                .update();
    }

    private static Case aCase(ResultSet row) throws SQLException {
        return new Case(new Digest(row.getString(1)), row.getLong(2), row.getLong(3), row.getLong(4), row.getInt(5));
    }

    private static Dossier dossier(ResultSet row) throws SQLException {
        var outcome = row.getString("outcome");
        return new Dossier(
                row.getLong("size"),
                row.getString("place") != null,
                row.getLong("not_before"),
                row.getInt("attempts"),
                row.getString("why"),
                row.getString("inspected") != null,
                outcome == null ? null : Outcome.valueOf(outcome),
                row.getString("who") == null
                        ? null
                        : new Decision(
                                row.getInt("released") == 1,
                                row.getString("who"),
                                row.getString("because"),
                                Outcome.valueOf(row.getString("decided_over"))));
    }

    private static @Nullable Long nullable(ResultSet row, int column) throws SQLException {
        var value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    private static Inspection decoded(byte[] facts) {
        try {
            return InspectionCodec.decode(facts);
        } catch (IOException broken) {
            throw new UncheckedIOException("the database holds an inspection that is none", broken);
        }
    }
}
