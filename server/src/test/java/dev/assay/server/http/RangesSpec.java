package dev.assay.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RangesSpec {

    @Test
    void all_three_forms_are_cut_to_what_exists() {
        assertThat(Ranges.of("bytes=2-4", 10)).isEqualTo(parts(new Ranges.Part(2, 4)));
        assertThat(Ranges.of("bytes=2-", 10)).isEqualTo(parts(new Ranges.Part(2, 9)));
        assertThat(Ranges.of("bytes=-3", 10)).isEqualTo(parts(new Ranges.Part(7, 9)));
        assertThat(Ranges.of("bytes=5-99", 10)).isEqualTo(parts(new Ranges.Part(5, 9)));
        assertThat(Ranges.of("bytes=0-0, 9-9", 10)).isEqualTo(parts(new Ranges.Part(0, 0), new Ranges.Part(9, 9)));
    }

    @Test
    void what_begins_past_the_end_does_not_exist() {
        assertThat(Ranges.of("bytes=10-", 10)).isEqualTo(new Ranges.None());
        assertThat(Ranges.of("bytes=-0", 10)).isEqualTo(new Ranges.None());
        assertThat(Ranges.of("bytes=0-", 0)).isEqualTo(new Ranges.None());
    }

    @Test
    void what_is_malformed_or_too_much_is_ignored() {
        for (var header : List.of("lines=1-2", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=1-2-3")) {
            assertThat(Ranges.of(header, 10)).as(header).isEqualTo(new Ranges.Whole());
        }
        assertThat(Ranges.of("bytes=" + "0-0,".repeat(40) + "0-0", 10)).isEqualTo(new Ranges.Whole());
    }

    private static Ranges parts(Ranges.Part... parts) {
        return new Ranges.Parts(List.of(parts));
    }
}
