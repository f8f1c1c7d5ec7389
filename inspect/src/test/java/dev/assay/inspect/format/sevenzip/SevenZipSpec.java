package dev.assay.inspect.format.sevenzip;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.sevenz.SevenZArchiveEntry;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZMethodConfiguration;
import org.apache.commons.compress.archivers.sevenz.SevenZOutputFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class SevenZipSpec {

    private static final byte[] HELLO = "hello\n".getBytes(UTF_8);

    @Test
    void an_honest_archive_is_read_whole_however_it_is_packed() throws Exception {
        for (var method : List.of(
                SevenZMethod.COPY, SevenZMethod.LZMA, SevenZMethod.LZMA2, SevenZMethod.DEFLATE, SevenZMethod.BZIP2)) {
            var packed =
                    archive(Map.of("a.txt", HELLO, "b/c.txt", "x".repeat(9_999).getBytes(UTF_8)), method);

            assertThat(report(packed)).as("%s", method).isEmpty();
            assertThat(inspection(packed).complete()).isTrue();
            assertThat(inspection(packed).format()).isEqualTo("7z");
        }
    }

    @Test
    void a_member_that_went_through_a_filter_is_put_right() throws Exception {
        var packed = archive(Map.of("a", ModelForge.elf()), SevenZMethod.BCJ_X86_FILTER, SevenZMethod.LZMA2);

        assertThat(report(packed)).isEqualTo("it!/a carries an ELF executable for x86-64\n");
    }

    @Test
    void members_are_examined() throws Exception {
        assertThat(report(archive(Map.of("a", HELLO, "b/c", ModelForge.elf()), SevenZMethod.LZMA2)))
                .isEqualTo("it!/b/c carries an ELF executable for x86-64\n");
    }

    @Test
    void paths_that_lead_outside_are_found() throws Exception {
        for (var path : new String[] {"../x", "a/../../x", "/x", "C:x"}) {
            assertThat(report(archive(Map.of(path, HELLO), SevenZMethod.COPY))).contains("escapes to " + path);
        }
    }

    @Test
    void what_we_do_not_unpack_is_said_to_be_unread() throws Exception {
        var strange = archive(Map.of("a", HELLO), SevenZMethod.COPY);
        var coder = indexOf(strange, new byte[] {1, 1, 0}); // one coder, its name one byte long: to copy
        strange[coder + 2] = 0x7f; // nobody knows

        assertThat(report(strange)).contains("eludes us: it is packed by coder 7f, which we do not unpack");
        assertThat(inspection(strange).complete()).isFalse();
    }

    @Test
    void what_stands_behind_the_archive_is_examined() throws Exception {
        assertThat(report(new Bytes()
                        .raw(archive(Map.of("a", HELLO), SevenZMethod.LZMA2))
                        .raw(ModelForge.elf())
                        .done()))
                .contains("bytes behind the archive")
                .contains("it!/trailing carries an ELF executable");
    }

    @Test
    void a_checksum_of_other_bytes_is_found() throws Exception {
        var lying = archive(Map.of("a", HELLO), SevenZMethod.COPY);
        lying[32] ^= 1;

        assertThat(report(lying)).contains("it!/a differs between readers: it unpacks to other bytes");
    }

    @Test
    void an_archive_that_is_cut_breaks_the_format() throws Exception {
        var packed = archive(Map.of("a", ModelForge.elf()), SevenZMethod.LZMA2);

        for (var length = 6; length < packed.length; length++) {
            var inspection = inspection(Arrays.copyOf(packed, length));
            assertThat(inspection.report("it"))
                    .as("%d bytes", length)
                    .isNotEmpty()
                    .doesNotContain("analyser failed");
        }
    }

    @Test
    void no_byte_that_is_changed_makes_us_fail() throws Exception {
        var packed = archive(Map.of("a", ModelForge.elf(), "b", HELLO), SevenZMethod.LZMA2);

        for (var at = 0; at < packed.length; at++) {
            for (var value : new int[] {0, 1, 0x7f, 0xff}) {
                var changed = packed.clone();
                changed[at] = (byte) value;
                assertThat(report(changed)).as("%d at %d", value, at).doesNotContain("analyser failed");
            }
        }
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (var at = 32; at + wanted.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not there");
    }

    private static byte[] archive(Map<String, byte[]> members, SevenZMethod... methods) throws IOException {
        try (var channel = new SeekableInMemoryByteChannel()) {
            try (var out = new SevenZOutputFile(channel)) {
                out.setContentMethods(Arrays.stream(methods)
                        .map(SevenZMethodConfiguration::new)
                        .toList());
                for (var member : new TreeMap<>(members).entrySet()) {
                    var entry = new SevenZArchiveEntry();
                    entry.setName(member.getKey());
                    out.putArchiveEntry(entry);
                    out.write(new ByteArrayInputStream(member.getValue()));
                    out.closeArchiveEntry();
                }
            }
            return Arrays.copyOf(channel.array(), (int) channel.size());
        }
    }
}
