package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.judge.Word;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReadersSpec {

    private static final Scanned READ = Scanned.unread("b", "for the test");

    @Test
    void a_file_that_takes_too_long_is_unread_and_the_next_one_is_read() throws Exception {
        var never = new CountDownLatch(1);
        try (var readers = new Readers(1, Duration.ofSeconds(2))) {
            var stuck = readers.read("a", () -> () -> waiting(never));
            var next = readers.read("b", () -> () -> READ);

            assertThat(stuck.get().word()).isEqualTo(Word.INCOMPLETE);
            assertThat(stuck.get().digest()).isNull();
            assertThat(next.get()).isEqualTo(READ);
        } finally {
            never.countDown();
        }
    }

    @Test
    void who_lacked_memory_reads_again_and_then_it_counts() throws Exception {
        var times = new AtomicInteger();
        try (var readers = new Readers(2, Duration.ofMinutes(1))) {
            var starved = readers.read(
                    "a",
                    () -> () -> times.incrementAndGet() == 1
                            ? Scanned.unread("a", "reading it takes more memory than there is")
                            : READ);

            assertThat(starved.get()).isEqualTo(READ);
            assertThat(times).hasValue(2);
        }
    }

    @Test
    void what_cannot_be_fetched_is_unread() throws Exception {
        try (var readers = new Readers(1, Duration.ofMinutes(1))) {
            var broken = readers.read("a", () -> {
                throw new IOException("the line is dead");
            });

            assertThat(broken.get().against().getFirst().finding().predicate()).endsWith("the line is dead");
        }
    }

    /// Like a reader that nobody can stop: it hears no interruption.
    private static Scanned waiting(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return READ;
            } catch (InterruptedException deaf) {
                // goes on
            }
        }
    }
}
