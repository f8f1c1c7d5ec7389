package dev.assay.inspect.format.rar;

import static dev.assay.inspect.Reports.inspection;
import static dev.assay.inspect.Reports.report;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.RarForge;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RarSpec {

    private static final byte[] WORDS =
            "to be or not to be, that is the question; ".repeat(60).getBytes(US_ASCII);

    @Test
    void an_honest_archive_is_read_whole_however_it_is_packed() {
        var archive = new RarForge()
                .stored("a.txt", WORDS)
                .packed("b.txt", WORDS)
                .solid("c.txt", "that is the question".getBytes(US_ASCII), WORDS)
                .differences("d.txt", WORDS, 3)
                .done();

        assertThat(report(archive)).isEmpty();
        assertThat(inspection(archive).format()).isEqualTo("rar");
        assertThat(inspection(archive).complete()).isTrue();
    }

    @Test
    void members_are_examined() {
        for (var archive : new byte[][] {
            new RarForge().stored("x", ModelForge.elf()).done(),
            new RarForge().packed("x", ModelForge.elf()).done(),
            new RarForge().differences("x", ModelForge.elf(), 2).done(),
            fourth("x", ModelForge.elf(), 0x30)
        }) {
            assertThat(report(archive)).isEqualTo("it!/x carries an ELF executable for x86-64\n");
        }
    }

    @Test
    void a_member_of_before_version_5_is_read_if_it_is_stored() {
        assertThat(report(fourth("a.txt", WORDS, 0x30))).isEmpty();
        assertThat(report(fourth("a.txt", WORDS, 0x33))).contains("packed in a way of RAR that we do not unpack");
        assertThat(inspection(fourth("a.txt", WORDS, 0x33)).complete()).isFalse();
        assertThat(report(fourth("../a.txt", WORDS, 0x30))).contains("escapes to ../a.txt");
    }

    @Test
    void what_cannot_be_read_is_held() {
        for (var archive : new byte[][] {
            new RarForge().encrypted("x").done(),
            new RarForge().volumes("x", WORDS).done(),
            new RarForge().later("x", WORDS).done()
        }) {
            assertThat(report(archive)).contains("it!/x eludes us: it is");
            assertThat(inspection(archive).complete()).isFalse();
        }
    }

    @Test
    void names_and_links_that_lead_outside_are_found() {
        assertThat(report(new RarForge().stored("../x", WORDS).done())).contains("escapes to ../x");
        assertThat(report(new RarForge().link("x", "../../y").done()))
                .contains("a link called 'x' to ../../y")
                .contains("escapes to ../../y");
        assertThat(report(new RarForge().stored("x", WORDS).stored("X", WORDS).done()))
                .contains("the name 'X' stands twice");
    }

    @Test
    void other_bytes_than_the_archive_says_are_a_difference() {
        var other = WORDS.clone();
        other[3]++;

        assertThat(report(new RarForge().lying("x", WORDS, other).done())).contains("its checksum is of other bytes");
    }

    @Test
    void what_stands_behind_the_archive_is_examined() {
        var archive = new RarForge().stored("x", WORDS).done();

        assertThat(report(new Bytes().raw(archive).raw(ModelForge.elf()).done()))
                .contains("bytes behind the archive")
                .contains("it!/trailing carries an ELF");
    }

    @Test
    void broken_archives_are_never_clean() {
        var whole = new RarForge().packed("x", WORDS).stored("y", WORDS).done();
        var random = new Random(3);

        for (var i = 0; i < 60; i++) {
            var broken = whole.clone();
            broken[8 + random.nextInt(broken.length - 8)] ^= (byte) (1 << random.nextInt(8));
            assertThat(report(broken)).isNotEmpty();
            var cut = Arrays.copyOf(whole, 8 + random.nextInt(whole.length - 8));
            assertThat(report(cut)).isNotEmpty();
        }
    }

    private static byte[] fourth(String name, byte[] content, int method) {
        var sum = new CRC32();
        sum.update(content);
        var member = new Bytes()
                .u32(content.length)
                .u32(content.length)
                .u8(3)
                .u32(sum.getValue())
                .u32(0)
                .u8(29)
                .u8(method)
                .u16(name.length())
                .u32(0x81a4)
                .raw(name);
        return new Bytes()
                .raw("Rar!\u001a\7\0")
                .raw(block(0x73, 0, new byte[6]))
                .raw(block(0x74, 0x8000, member.done()))
                .raw(content)
                .raw(block(0x7b, 0x4000, new byte[0]))
                .done();
    }

    private static byte[] block(int kind, int flags, byte[] fields) {
        var header = new Bytes()
                .u8(kind)
                .u16(flags)
                .u16(7 + fields.length)
                .raw(fields)
                .done();
        var sum = new CRC32();
        sum.update(header);
        return new Bytes().u16((int) sum.getValue()).raw(header).done();
    }
}
