package dev.assay.judge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class VerdictCodecSpec {

    private static final Verdict VERDICT = Policy.standard()
            .judge(new Inspection(
                    Digest.of(new byte[0]),
                    10,
                    9,
                    "pickle",
                    "1",
                    List.of(
                            new Finding.Calls(Place.START.at(7), "posix.system", List.of("'echo assay-marker'")),
                            new Finding.Breaks(Place.START.at(9), "a read ends inside the file"))));

    @Test
    void a_verdict_is_read_as_it_was_written() throws IOException {
        assertThat(read(written(VERDICT))).isEqualTo(VERDICT);
    }

    @Test
    void a_verdict_cut_short_is_not_read() throws IOException {
        var bytes = written(VERDICT);
        for (var length = 0; length < bytes.length; length++) {
            var cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_verdict_milder_than_its_rulings_is_not_read() throws IOException {
        var text =
                new String(written(VERDICT), ISO_8859_1).replaceFirst("\0\7CONVICT\0\11MALICIOUS", "\0\5CLEAR\0\4SAFE");
        var bytes = text.getBytes(ISO_8859_1);

        assertThatThrownBy(() -> read(bytes)).isInstanceOf(IOException.class).hasMessageContaining("gravest");
    }

    private static byte[] written(Verdict verdict) throws IOException {
        var bytes = new ByteArrayOutputStream();
        VerdictCodec.write(verdict, new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static Verdict read(byte[] bytes) throws IOException {
        return VerdictCodec.read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }
}
