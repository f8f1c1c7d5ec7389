package dev.assay.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MeteredSpec {

    @Test
    void as_many_bytes_as_are_allowed_come_through() throws Exception {
        assertThat(metered(10, 10).readAllBytes()).hasSize(10);
    }

    @Test
    void one_byte_more_is_an_error_and_not_a_quiet_end() {
        assertThatThrownBy(() -> metered(11, 10).readAllBytes()).isInstanceOf(Metered.Spent.class);
    }

    @Test
    void skipping_does_not_go_round_the_meter() {
        assertThatThrownBy(() -> metered(100, 10).skipNBytes(50)).isInstanceOf(Metered.Spent.class);
    }

    @Test
    void with_nothing_allowed_an_empty_stream_still_ends_well() throws Exception {
        assertThat(metered(0, 0).readAllBytes()).isEmpty();
    }

    private static Metered metered(int bytes, long limit) {
        return new Metered(new ByteArrayInputStream(new byte[bytes]), limit);
    }
}
