package dev.assay.store;

import java.util.Optional;
import org.springframework.dao.DataAccessException;

/// A few short texts that the database keeps about itself, by name.
final class Kept {

    private final Database database;

    Kept(Database database) {
        this.database = database;
    }

    /// Empty if nothing is kept, or it cannot be read: who relies on it writes it, and then hears of the fault.
    Optional<String> text(String name) {
        try {
            return database.read(sql -> sql.sql("select text from kept where name = :name")
                    .param("name", name)
                    .query(String.class)
                    .optional());
        } catch (DataAccessException noTable) {
            return Optional.empty();
        }
    }

    /// Keeps the text in place of what was kept.
    void put(String name, String text) {
        database.write(sql -> {
            sql.sql("create table if not exists kept (name text primary key, text text not null)")
                    .update();
            return sql.sql("insert into kept (name, text) values (:name, :text)"
                            + " on conflict (name) do update set text = excluded.text")
                    .param("name", name)
                    .param("text", text)
                    .update();
        });
    }

    /// Keeps the text if nothing is kept.
    ///
    /// @return what is kept now
    String first(String name, String text) {
        return database.write(sql -> {
            sql.sql("create table if not exists kept (name text primary key, text text not null)")
                    .update();
            sql.sql("insert into kept (name, text) values (:name, :text) on conflict (name) do nothing")
                    .param("name", name)
                    .param("text", text)
                    .update();
            return sql.sql("select text from kept where name = :name")
                    .param("name", name)
                    .query(String.class)
                    .single();
        });
    }
}
