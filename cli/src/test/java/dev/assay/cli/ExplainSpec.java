package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class ExplainSpec {

    @TempDir
    Path folder;

    @Test
    void the_gravest_finding_is_explained_with_its_rule_its_program_and_its_bytes() throws IOException {
        var model = Files.write(folder.resolve("model.bin"), Samples.marker());

        var ran = Ran.assay("explain", model);

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.out())
                .startsWith(model + "@0x27 calls posix.system('echo assay-marker')")
                .contains("MALICIOUS, convict: ", "the rule in line ", "rule     when: calls posix.system", "source ")
                .contains("Loading it would\n  > 00000027  call posix.system('echo assay-marker')")
                .contains("    00000002  GLOBAL           0 → 1     posix system")
                .contains("  > 00000027  REDUCE           2 → 1")
                .contains("|..cposix.system.|")
                .contains(model + ", pickle, 41 B");
    }

    @Test
    void a_place_is_found_through_containers() throws IOException {
        var inner = Samples.zipped("archive/data.pkl", Samples.marker());
        var model = Files.write(folder.resolve("model.zip"), Samples.zipped("in side.pt", inner));
        var place = scanned(model);

        assertThat(place).isEqualTo(model + "!/in side.pt!/archive/data.pkl@0x27");
        for (var ran : List.of(
                Ran.assay("explain", model, place),
                Ran.assay("scan", "--explain", place, model),
                Ran.assay("explain", model, "in side.pt!/archive/data.pkl@0x27"))) {
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out())
                    .contains("calls posix.system('echo assay-marker')", "  > 00000027  REDUCE")
                    .contains("      in side.pt, zip", "        in side.pt!/archive/data.pkl, pickle, 41 B");
        }
    }

    @Test
    void where_nothing_was_found_the_bytes_are_shown_all_the_same() throws IOException {
        var array = Files.write(folder.resolve("a.npy"), Samples.array());

        var ran = Ran.assay("explain", array, "@0x6");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .startsWith("Nothing was found")
                .contains("93 4e 55 4d 50 59>01", "|.NUMPY")
                .contains("npy");
    }

    @Test
    void a_place_that_is_not_there_is_told() throws IOException {
        var model = Files.write(folder.resolve("model.bin"), Samples.marker());

        var ran = Ran.assay("explain", model, "other.pkl@0x1");

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.err()).contains("no such place");
        assertThat(Ran.assay("explain", folder.resolve("absent")).exit()).isEqualTo(2);
        assertThat(Ran.assay("explain", model, "@0xnonsense").exit()).isEqualTo(64);
        assertThat(Ran.assay("scan", "--explain", "@0x1", model, model).exit()).isEqualTo(64);
    }

    @Test
    void a_place_is_read_as_reports_print_it() {
        for (var place :
                List.of(new Place("", 0), new Place("", 31), new Place("a!/b c.pkl", 0), new Place("a@0x1", 2))) {
            assertThat(Explain.place("m.pt", place.in("m.pt"))).isEqualTo(place);
        }
    }

    private static String scanned(Path file) {
        return Ran.assay("scan", "--format", "json", file)
                .json()
                .at("/files/0/findings")
                .valueStream()
                .filter(it -> it.get("outcome").asString().equals("convict"))
                .findFirst()
                .orElseThrow()
                .get("place")
                .asString();
    }
}
