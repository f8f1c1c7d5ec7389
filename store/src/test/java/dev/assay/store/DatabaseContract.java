package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;

/// The same promises, kept by every database we run on.
abstract class DatabaseContract {

    private Database database;

    /// An empty database.
    abstract Database fresh() throws Exception;

    /// The same database as before, opened once more.
    abstract Database again() throws Exception;

    @BeforeEach
    void open() throws Exception {
        database = fresh();
        database.migrate("shop");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_was_written_is_read() {
        var id = sells("lamp", 3);

        assertThat(priceOf("lamp")).isEqualTo(3);
        assertThat(id).isPositive();
    }

    @Test
    void what_was_written_is_there_after_opening_again() throws Exception {
        sells("lamp", 3);
        try (var later = again()) {
            later.migrate("shop");

            assertThat(later.<Long>read(sql ->
                            sql.sql("select price from good").query(Long.class).single()))
                    .isEqualTo(3);
        }
    }

    @Test
    void a_write_that_throws_leaves_nothing_behind() {
        assertThatThrownBy(() -> database.write(sql -> {
                    sells("lamp", 3);
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");

        assertThat(count()).isZero();
    }

    @Test
    void a_write_inside_a_write_is_part_of_it() {
        database.write(sql -> sells("lamp", 3) + sells("chair", 4));

        assertThat(count()).isEqualTo(2);
    }

    @Test
    void an_inner_write_that_throws_undoes_the_outer_one_even_if_somebody_catches_it() {
        assertThatThrownBy(() -> database.write(sql -> {
                    sells("lamp", 3);
                    try {
                        sells("lamp", 4);
                    } catch (DuplicateKeyException e) {
                        return -1L;
                    }
                    return 0L;
                }))
                .isInstanceOf(RuntimeException.class);

        assertThat(count()).isZero();
    }

    @Test
    void a_read_inside_a_write_sees_what_was_just_written() {
        var seen = database.<Long>write(sql -> {
            sells("lamp", 3);
            return count();
        });

        assertThat(seen).isEqualTo(1);
    }

    @Test
    void a_write_inside_a_read_is_refused() {
        assertThatThrownBy(() -> database.read(sql -> sells("lamp", 3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a read does not write");
        assertThat(sells("lamp", 3)).isPositive();
    }

    @Test
    void a_statement_that_writes_is_refused_in_a_read() {
        assertThatThrownBy(() -> database.read(sql -> sql.sql("insert into good (name, price) values ('x', 1)")
                        .update()))
                .isInstanceOf(RuntimeException.class);

        assertThat(count()).isZero();
    }

    @Test
    void a_read_sees_one_moment_although_somebody_writes_meanwhile() throws Exception {
        sells("lamp", 3);
        try (var others = Executors.newVirtualThreadPerTaskExecutor()) {
            var seen = database.<Long>read(sql -> {
                var before = count();
                joined(() -> others.submit(() -> sells("chair", 4)).get());
                return 10 * before + count();
            });

            assertThat(seen).isEqualTo(11);
        }
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void many_threads_write_and_none_is_lost() throws Exception {
        sells("lamp", 0);
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 16)
                    .mapToObj(each -> threads.submit(() -> {
                        start.await();
                        for (var i = 0; i < 10; i++) {
                            database.write(sql ->
                                    sql.sql("update good set price = price + 1").update());
                        }
                        return true;
                    }))
                    .toList();
            start.countDown();
            for (var one : all) {
                one.get();
            }
        }

        assertThat(priceOf("lamp")).isEqualTo(160);
    }

    @Test
    void a_name_taken_twice_says_so_alike_everywhere() {
        sells("lamp", 3);

        assertThatThrownBy(() -> sells("lamp", 4)).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void a_row_that_points_nowhere_is_refused() {
        assertThatThrownBy(() -> database.write(sql ->
                        sql.sql("insert into sale (good, at) values (77, 1)").update()))
                .isInstanceOf(DataIntegrityViolationException.class)
                .isNotInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void an_id_is_not_given_twice() {
        var first = sells("lamp", 3);
        database.write(sql -> sql.sql("delete from good").update());

        assertThat(sells("chair", 3)).isGreaterThan(first);
    }

    @Test
    void bytes_come_back_as_they_went_in() {
        var bytes = new byte[] {0, 1, -1, 127, -128};
        sells("lamp", 3);
        database.write(sql -> sql.sql("update good set picture = :bytes")
                .param("bytes", bytes)
                .update());

        var back = database.<byte[]>read(sql -> sql.sql("select picture from good")
                .query((row, number) -> row.getBytes(1))
                .single());
        assertThat(back).isEqualTo(bytes);
    }

    @Test
    void rooms_keep_their_histories_apart() {
        database.migrate("cellar");
        database.migrate("cellar");

        assertThat(steps("history_cellar")).isEqualTo(1);
        assertThat(steps("history_shop")).isEqualTo(1);
    }

    @Test
    void a_room_that_is_up_to_date_is_not_looked_at_again_until_its_history_changes() {
        // Whoever looks would say that this step has been changed since.
        database.write(sql -> sql.sql("update history_shop set script = 'V1__Altered.sql', description = 'Altered'")
                .update());
        database.migrate("shop");

        database.write(sql ->
                sql.sql("update history_shop set checksum = checksum - 1").update());
        assertThatThrownBy(() -> database.migrate("shop"))
                .isInstanceOf(StoreFailure.class)
                .hasMessageContaining("checksum");
    }

    @Test
    void other_steps_than_those_that_were_carried_out_are_looked_at() {
        database.write(sql -> sql.sql("update kept set text = 'others ' || text where name = 'steps of shop'")
                .update());
        database.write(sql -> sql.sql("delete from history_shop").update());

        assertThatThrownBy(() -> database.migrate("shop")).isInstanceOf(StoreFailure.class);
    }

    @Test
    void tables_of_a_newer_version_are_refused_with_a_hint() {
        database.write(sql -> sql.sql("""
                insert into history_shop (installed_rank, version, description, type, script, checksum, installed_by,
                    installed_on, execution_time, success)
                select 9, '9', 'later', 'SQL', 'V9__later.sql', 1, installed_by, installed_on, 1, success
                from history_shop where version = '1'""").update());

        assertThatThrownBy(() -> database.migrate("shop"))
                .isInstanceOfSatisfying(
                        StoreFailure.class, e -> assertThat(e.hint()).contains("start the newer version"))
                .hasMessageContaining("newer version");
    }

    @Test
    void a_migration_that_fails_changes_nothing() {
        assertThatThrownBy(() -> database.migrate("garbled")).isInstanceOf(StoreFailure.class);

        assertThatThrownBy(() -> database.read(sql ->
                        sql.sql("select count(*) from half").query(Long.class).single()))
                .isInstanceOf(RuntimeException.class);
        assertThat(sells("lamp", 3)).isPositive();
    }

    @Test
    void a_room_without_migrations_is_refused() {
        assertThatThrownBy(() -> database.migrate("attic")).isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> database.migrate("../attic")).isInstanceOf(IllegalArgumentException.class);
    }

    private long sells(String name, long price) {
        return database.write(sql -> sql.sql("insert into good (name, price) values (:name, :price) returning id")
                .param("name", name)
                .param("price", price)
                .query(Long.class)
                .single());
    }

    private long priceOf(String name) {
        return database.read(sql -> sql.sql("select price from good where name = :name")
                .param("name", name)
                .query(Long.class)
                .single());
    }

    private long count() {
        return database.read(
                sql -> sql.sql("select count(*) from good").query(Long.class).single());
    }

    private long steps(String table) {
        return database.read(sql -> sql.sql("select count(*) from " + table + " where version = '1'")
                .query(Long.class)
                .single());
    }

    private static void joined(Callable<?> work) {
        try {
            work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
