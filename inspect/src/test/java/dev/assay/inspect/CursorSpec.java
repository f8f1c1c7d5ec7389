package dev.assay.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class CursorSpec {

    @Test
    void numbers_are_read_in_the_order_they_are_asked_for() throws Exception {
        var in = over(1, 0, 0, 0, 0, 0, 0, 2);

        assertThat(in.u32()).isEqualTo(1);
        assertThat(in.u32be()).isEqualTo(2);
        assertThat(in.left()).isZero();
    }

    @Test
    void a_read_past_the_end_is_refused_and_takes_nothing() {
        var in = over(1, 2, 3);

        assertThatThrownBy(in::u32).isInstanceOf(Malformed.class).hasMessageContaining("ends inside the file");
        assertThat(in.offset()).isZero();
    }

    @Test
    void a_size_beyond_any_file_is_refused() {
        assertThatThrownBy(over(0, 0, 0, 0, 0, 0, 0, 0x80)::u64).isInstanceOf(Malformed.class);
    }

    @Test
    void a_count_is_believed_only_if_that_many_fit() throws Exception {
        assertThat(over(0, 0, 0, 0, 0, 0).count(3, 2)).isEqualTo(3);
        assertThatThrownBy(() -> over(0, 0, 0, 0, 0, 0).count(4, 2)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> over(0).count(-1, 1)).isInstanceOf(Malformed.class);
    }

    @Test
    void an_offset_that_points_outside_is_refused() {
        assertThatThrownBy(() -> over(1, 2).at(3)).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> over(1, 2).at(-1)).isInstanceOf(Malformed.class);
    }

    private static Cursor over(int... bytes) {
        var all = new byte[bytes.length];
        for (var i = 0; i < all.length; i++) {
            all[i] = (byte) bytes[i];
        }
        return Specimen.of(all).cursor();
    }
}
