package dev.assay.gate;

import dev.assay.inspect.Inspection;
import dev.assay.inspect.InspectionCodec;
import dev.assay.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.dao.DataAccessException;

/// The facts on file: of every blob, the last inspection. For replaying policies; clears nothing.
///
/// Reads the register's table and changes nothing, so it may be asked while a hub runs, in another
/// process too.
public final class StoredInspections {

    private final Database database;

    public StoredInspections(Database database) {
        this.database = database;
    }

    /// Some inspections, in the order of the digests of what was inspected.
    ///
    /// @param after hex of the last digest of the page before; empty for the first page
    /// @param most how many; fewer come only at the end
    /// @throws IOException with a sentence if the database has no such table, or holds something else in it
    public List<Inspection> page(String after, int most) throws IOException {
        try {
            return database.read(sql -> sql.sql("""
                            select i.facts from inspection i
                            where i.digest > :after and not exists (select 1 from inspection later
                                where later.digest = i.digest
                                and (later.made, later.generation) > (i.made, i.generation))
                            order by i.digest limit :most""")
                    .param("after", after)
                    .param("most", most)
                    .query((row, number) -> decoded(row.getBytes(1)))
                    .list());
        } catch (UncheckedIOException broken) {
            throw new IOException(broken.getMessage(), broken);
        } catch (DataAccessException refused) {
            throw new IOException("the database does not give out its inspections: " + refused.getMessage(), refused);
        }
    }

    private static Inspection decoded(byte[] facts) {
        try {
            return InspectionCodec.decode(facts);
        } catch (IOException broken) {
            throw new UncheckedIOException("the database holds an inspection that is none", broken);
        }
    }
}
