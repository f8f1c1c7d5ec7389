package dev.assay.judge;

import static dev.assay.forge.PickleForge.pickle;
import static dev.assay.judge.Museum.MARKER;
import static dev.assay.judge.Museum.convicts;
import static dev.assay.judge.Museum.hostile;
import static dev.assay.judge.Museum.isNotSafe;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.forge.Bytes;
import dev.assay.forge.ModelForge;
import dev.assay.forge.PickleForge;
import dev.assay.forge.SevenZipForge;
import dev.assay.forge.TarForge;
import dev.assay.forge.ZipForge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Evasions by what a pickle is packed in, Z1 to Z18.
@DisplayNameGeneration(ReplaceUnderscores.class)
class ContainerBypassSpec {

    private static final byte[] PLAIN = "\u0080\2N.".getBytes(ISO_8859_1);
    /// A call in protocol 0, and a text to whoever looks at its beginning only.
    private static final byte[] OLD = ("cposix\nsystem\n(V" + MARKER + "\ntR.").getBytes(UTF_8);

    @Test
    void Z1_nullifAI_another_archive_is_an_archive() {
        convicts(SevenZipForge.of("data.pkl", hostile()));
        convicts(SevenZipForge.of("model.txt", ModelForge.torch(hostile()).done()));
        isNotSafe(SevenZipForge.of("../x", PLAIN), "escapes to ../x");
    }

    @Test
    void Z2_CVE_2025_1944_a_name_may_stand_in_either_place() {
        convicts(new ZipForge().renamed("archive/data.pkl", "archive/other.txt", hostile()));
        convicts(new ZipForge().renamed("archive/other.txt", "archive/data.pkl", hostile()));
        isNotSafe(new ZipForge().renamed("archive/a", "archive/b", PLAIN).done(), "the directory says");
    }

    @Test
    void Z3_CVE_2025_1945_flags_do_not_hide_an_entry() {
        for (var flags : new int[] {0x1, 0x20, 0x40, 0x2000, 0x2061}) {
            convicts(new ZipForge().claiming("archive/data.pkl", 0, flags, hostile()));
        }
    }

    @Test
    void Z4_CVE_2025_10156_a_wrong_checksum_does_not_hide_an_entry() {
        convicts(new ZipForge().withWrongChecksum("archive/data.pkl", hostile()));
    }

    @Test
    void Z5_names_that_stand_twice_are_all_read() {
        convicts(new ZipForge().stored("archive/data.pkl", hostile()).stored("archive/data.pkl", PLAIN));
        convicts(new ZipForge().stored("archive/data.pkl", PLAIN).stored("archive/data.pkl", hostile()));
        isNotSafe(
                new ZipForge()
                        .stored("archive/data.pkl", PLAIN)
                        .stored("archive/data.pkl", PLAIN)
                        .done(),
                "stands twice");
    }

    @Test
    void Z6_names_in_any_case_with_any_dots_are_read() {
        for (var name : List.of(
                "archive/DATA.PKL",
                "archive\\data.pkl",
                "/archive/data.pkl",
                "../archive/data.pkl",
                "archive/data.pkl\0.txt",
                "data.pkl",
                "Archive/Data.Pkl")) {
            convicts(new ZipForge().stored(name, hostile()));
            convicts(new ZipForge().stored("archive/version", "3\n").stored(name, OLD));
        }
        isNotSafe(
                new ZipForge()
                        .stored("archive/data.pkl", PLAIN)
                        .stored("archive/DATA.pkl", PLAIN)
                        .done(),
                "but for its spelling");
    }

    @Test
    void Z7_every_member_is_judged_by_what_it_holds() {
        for (var name : List.of(
                "archive/weights.bin",
                "archive/README.md",
                "archive/data/0",
                "archive/data/1.pkl",
                "archive/.data/version",
                "config.json")) {
            convicts(new ZipForge().stored("archive/data.pkl", PLAIN).stored(name, hostile()));
            convicts(new ZipForge().stored("archive/data.pkl", PLAIN).deflated(name, hostile()));
        }
        convicts(new ZipForge().stored("archive/data.pkl", PLAIN).stored("archive/old.txt", OLD));
    }

    @Test
    void Z7_what_readers_take_for_a_pickle_is_read_as_one_whatever_it_looks_like() {
        for (var name : List.of(
                "archive/data.pkl", "data.pkl", "archive/constants.pkl", "archive/DATA.PKL", "archive\\data.pkl")) {
            var odd = pickle().raw("I" + "0".repeat(600) + "1\n0").raw(OLD).done();
            convicts(new ZipForge().stored(name, odd));
            convicts(new ZipForge().deflated(name, odd));
            convicts(new ZipForge().stored(name, odd).withoutDirectory(), Museum.COMMAND);
        }
    }

    @Test
    void Z8_what_stands_around_an_archive_is_read() {
        convicts(PickleForge.pickle().raw(hostile()).raw(ModelForge.torch(PLAIN).done()));
        convicts(PickleForge.pickle().raw(ModelForge.torch(PLAIN).done()).raw(hostile()));
        convicts(new ZipForge().stored("a", PLAIN).gap(hostile()).stored("b", PLAIN));
        convicts(ModelForge.torch(hostile()).withoutDirectory(), Museum.COMMAND);
        convicts(ModelForge.torch(PLAIN).comment(new String(hostile(), ISO_8859_1)));
        convicts(ModelForge.torch(hostile()).comment(new String(new ZipForge().done(), ISO_8859_1)));
        convicts(PickleForge.pickle().raw(ModelForge.torch(hostile()).done()).raw(new ZipForge().done()));
    }

    @Test
    void Z9_a_method_we_do_not_unpack_is_not_read_and_so_not_safe() {
        for (var method : new int[] {1, 6, 12, 14, 95, 98, 99}) {
            isNotSafe(
                    new ZipForge()
                            .claiming("archive/data.pkl", method, 0, hostile())
                            .done(),
                    "");
        }
    }

    @Test
    void Z10_Z11_containers_in_containers_are_entered() throws IOException {
        var nested = hostile();
        for (var i = 0; i < 4; i++) {
            nested = new ZipForge().deflated("inner" + i, nested).done();
            nested = new TarForge().file("inner" + i, nested).done();
            nested = gzip(nested);
        }
        isNotSafe(nested, "");
        convicts(
                gzip(new TarForge()
                        .file("model.ckpt", ModelForge.torch(hostile()).done())
                        .done()),
                Museum.COMMAND);
        convicts(
                new TarForge().file("pickle", hostile()).file("storages", PLAIN).done(), Museum.COMMAND);
    }

    @Test
    void Z12_CVE_2024_5187_paths_that_lead_outside_are_convicted() {
        for (var name : List.of("../x", "/etc/x", "a/../../x", "C:\\x", "a\\..\\..\\x")) {
            convicts(new ZipForge().stored(name, PLAIN).done(), "escapes to");
        }
        convicts(new ZipForge().link("a", "../../x").done(), "escapes to");
        isNotSafe(new ZipForge().link("a", "b").done(), "a link to b");
    }

    @Test
    void Z13_what_is_encrypted_is_not_read_and_so_not_safe() {
        isNotSafe(
                new ZipForge().claiming("a.txt", 0, 1, "hidden".getBytes(UTF_8)).done(), "it is encrypted");
    }

    @Test
    void Z14_entries_that_overlap_are_not_unpacked_again_and_again() {
        var packed = hostile();
        isNotSafe(new ZipForge().stored("a", packed).again("b", 0, packed).done(), "");
    }

    @Test
    void Z15_numbers_on_which_readers_do_not_agree_hide_nothing() {
        var honest = new ZipForge().stored("archive/data.pkl", hostile()).done();
        var directory = indexOf(honest, "PK\1\2");
        var end = indexOf(honest, "PK\5\6");
        var disks = honest.clone();
        disks[end + 4] = 1;
        disks[end + 6] = 1;
        disks[directory + 34] = 7;
        convicts(disks, Museum.COMMAND);
        for (var at : new int[] {28, directory + 30, directory + 32, directory + 28, end + 10, end + 20}) {
            var beyond = honest.clone();
            beyond[at] = (byte) 0xff;
            beyond[at + 1] = (byte) 0xff;
            isNotSafe(beyond, "");
        }
        for (var at : new int[] {18, 22, directory + 20, directory + 24, directory + 42, end + 12, end + 16}) {
            for (var size : new int[] {0, 1, -1}) {
                var lying = honest.clone();
                java.util.Arrays.fill(lying, at, at + 4, (byte) size);
                isNotSafe(lying, "");
            }
        }
        var large = new Bytes().u16(1).u16(16).u64(1).u64(1).done();
        convicts(new ZipForge().withExtra("archive/data.pkl", large, new byte[0], hostile()));
        convicts(new ZipForge().withExtra("archive/data.pkl", new byte[0], large, hostile()));
        for (var size : new long[] {0, 1, 1 << 20}) {
            isNotSafe(
                    new ZipForge()
                            .described("archive/data.pkl", hostile(), 0, size, size)
                            .done(),
                    "");
        }
    }

    private static int indexOf(byte[] bytes, String mark) {
        return new String(bytes, ISO_8859_1).indexOf(mark);
    }

    @Test
    void Z16_a_payload_behind_an_array_is_read_and_an_array_of_objects_is_a_pickle() {
        var numbers = new byte[64];
        convicts(joblib("u1", numbers).then(PickleForge.pickle().raw("0").raw(OLD)));
        convicts(joblib("u1", numbers).raw(".").raw(hostile()));
        convicts(joblib("O", hostile()).raw("."));
        isNotSafe(joblib("u1", new byte[10]).done(), "an array ends inside the file");
        isNotSafe(joblib("Q9", numbers).raw(".").done(), "an array whose layout is not known");
    }

    @Test
    void Z16_an_array_is_one_under_every_name_its_reader_has() {
        for (var module :
                List.of("joblib.numpy_pickle", "sklearn.externals.joblib.numpy_pickle", "joblib.numpy_pickle_compat")) {
            for (var name : List.of("NumpyArrayWrapper", "NDArrayWrapper", "ZNDArrayWrapper")) {
                var file = pickle(4).stackGlobal(module, name).raw(")\u0081}b").raw(".");
                isNotSafe(file.done(), "");
            }
        }
    }

    @Test
    void Z17_GHSA_97f8_7cmv_76j2_every_pickle_of_an_old_torch_file_is_read() {
        for (var at = 0; at < 5; at++) {
            var file = pickle();
            for (var i = 0; i < 5; i++) {
                var honest = List.of("\u008a\12l\u00fc\u009cF\u00f9 j\u00a8P\u0019.", "M\u00e9\3.", "}.", "}.", "].")
                        .get(i);
                file.then(i == at ? pickle(2).raw(OLD) : pickle(2).raw(honest));
            }
            convicts(file);
        }
    }

    @Test
    void Z18_CVE_2025_1889_CVE_2025_10155_no_name_says_what_a_file_is() {
        // What is judged has no name at all.
        convicts(hostile());
        convicts(ModelForge.npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", hostile()), Museum.COMMAND);
    }

    @Test
    void J1_CVE_2019_6446_an_array_of_objects_in_a_file_of_its_own_is_a_pickle() {
        for (var descr : List.of("'|O'", "'O'", "[('a', '|O')]", "[('a', '<f4'), ('b', 'O8')]")) {
            convicts(
                    ModelForge.npy("{'descr': " + descr + ", 'fortran_order': False, 'shape': (1,), }", hostile()),
                    Museum.COMMAND);
        }
    }

    private static PickleForge joblib(String type, byte[] behind) {
        return pickle(4)
                .stackGlobal("joblib.numpy_pickle", "NumpyArrayWrapper")
                .raw(")\u0081}(")
                .text("subclass")
                .stackGlobal("numpy", "ndarray")
                .text("shape")
                .raw("K@\u0085")
                .text("order")
                .text("C")
                .text("dtype")
                .stackGlobal("numpy", "dtype")
                .text(type)
                .raw("\u0085R")
                .text("allow_mmap")
                .raw("\u0088ub")
                .raw(behind);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }
}
