package dev.assay.xet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ShardSpec {

    private static final String SOME = "0123456789abcdef".repeat(4);

    private final Parcel.Sent xorb = Parcel.xorb(Parcel.cut(Parcel.pseudorandom(1000), 400));
    private final Parcel.Claim one = Parcel.file(Parcel.Take.all(xorb));
    private final Parcel.Claim other = Parcel.file(new Parcel.Take(xorb, 1, 2), new Parcel.Take(xorb, 0, 1));

    @Test
    void says_of_each_file_what_it_consists_of() throws Malformed {
        var files = read(Parcel.shard(one, other)).files();

        assertThat(files).hasSize(2);
        assertThat(files.get(0).hash()).hasToString(one.hash());
        assertThat(files.get(0).size()).isEqualTo(1000);
        assertThat(files.get(1).sha256()).contains(other.sha256());
        assertThat(files.get(1).terms()).isEqualTo(2);
        var term = files.get(1).term(1);
        assertThat(term.xorb()).hasToString(xorb.hash());
        assertThat(term.unpacked()).isEqualTo(400);
        assertThat(term.start()).isZero();
        assertThat(term.end()).isEqualTo(1);
    }

    @Test
    void a_file_without_a_sha256_says_so() throws Malformed {
        var shard = records()
                .file(SOME, 1 << 31, 1)
                .record(SOME, 0, 10, 0, 1)
                .record(SOME, 0, 0, 0, 0)
                .bookend()
                .bookend();

        assertThat(read(shard.done()).files().getFirst().sha256()).isEmpty();
    }

    @Test
    void the_list_of_new_xorbs_is_read_over() throws Malformed {
        var shard = records()
                .bookend()
                .record(SOME, 0, 2, 1000, 1000)
                .record(SOME, 0, 500, 0, 0)
                .record(SOME, 500, 500, 0, 0)
                .bookend();

        assertThat(read(shard.done()).files()).isEmpty();
    }

    @Test
    void a_flood_of_terms_that_are_not_there_is_refused() {
        refused(records().file(SOME, 0xC0000000, -1).bookend().bookend(), "as many records as a shard declares");
        refused(records().bookend().record(SOME, 0, -1, 0, 0).bookend(), "as many records as a shard declares");
    }

    @Test
    void what_breaks_the_form_is_refused() {
        refused(new Parcel.Records().header(3, 0).bookend().bookend(), "version 2");
        refused(new Parcel.Records().header(2, 200).bookend().bookend(), "no footer");
        refused(records(), "as many records");
        refused(records().bookend(), "as many records");
        refused(records().bookend().bookend().bookend(), "nothing follows");
        refused(records().file(SOME, 1 << 29, 0).bookend().bookend(), "flags that we know");
        refused(records().file(SOME, 1 << 30, 1).bookend().bookend(), "come with verification hashes");
        refused(term(3, 3), "at least one chunk");
        refused(term(0, 8193), "at least one chunk");
        refused(term(-1, 2), "at least one chunk");
        assertThatThrownBy(() -> read(new byte[48])).hasMessageContaining("starts with its tag");
    }

    @Test
    void no_shard_that_is_cut_is_read() {
        var shard = Parcel.shard(one, other);
        for (var length = 0; length < shard.length; length++) {
            var cut = Arrays.copyOf(shard, length);
            assertThatThrownBy(() -> read(cut)).as("%s bytes", length).isInstanceOf(Malformed.class);
        }
    }

    private static Parcel.Records term(int start, int end) {
        return records()
                .file(SOME, 1 << 31, 1)
                .record(SOME, 0, 10, start, end)
                .record(SOME, 0, 0, 0, 0)
                .bookend()
                .bookend();
    }

    private static Parcel.Records records() {
        return new Parcel.Records().header(2, 0);
    }

    private static void refused(Parcel.Records shard, String rule) {
        assertThatThrownBy(() -> read(shard.done()))
                .isInstanceOf(Malformed.class)
                .hasMessageContaining(rule);
    }

    private static Shard read(byte[] bytes) throws Malformed {
        return Shard.of(MemorySegment.ofArray(bytes));
    }
}
