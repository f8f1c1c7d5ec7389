package dev.assay.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class InspectorSpec {

    private static final Limits SMALL = new Limits(3, 5, 1_000, 500, 10_000, 4);

    @Test
    void without_formats_nothing_is_known() {
        var inspection = inspect("bytes");

        assertThat(inspection.format()).isEqualTo("unknown");
        assertThat(inspection.covered()).isZero();
        assertThat(inspection.report("it")).isEqualTo("""
                it eludes us: it is of no format we know
                """);
    }

    @Test
    void an_empty_file_holds_nothing_that_could_be_missed() {
        assertThat(inspect("").complete()).isTrue();
    }

    @Test
    void bytes_that_no_format_covers_are_said_to_be_unread() {
        var half = reading("half", (specimen, examination) -> examination.covers(specimen, 0, 2));

        var inspection = inspect("four", half);

        assertThat(inspection.covered()).isEqualTo(2);
        assertThat(inspection.complete()).isFalse();
        assertThat(inspection.report("it")).isEqualTo("""
                it@0x2 eludes us: 2 bytes were not read
                """);
    }

    @Test
    void what_is_unread_in_a_member_counts_against_the_blob() {
        var outer = reading("outer", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            if (specimen.place().equals(Place.START)) {
                examination.enter(specimen.part("member", 0, 2));
            }
        });
        var nothing = reading("nothing", (specimen, examination) -> {});

        var inspection =
                new Inspector(List.of(outer), SMALL, "test").inspect(Specimen.of("four".getBytes(UTF_8)), digest());
        assertThat(inspection.complete()).isTrue();

        var missing = inspect("four", onlyAt(outer, true), onlyAt(nothing, false));
        assertThat(missing.covered()).isEqualTo(2);
        assertThat(missing.complete()).isFalse();
    }

    @Test
    void what_its_reader_takes_it_for_is_read_as_that_whatever_the_bytes_look_like() {
        var outer = reading("outer", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            var member = specimen.part("member", 0, 2);
            examination.expects(member.place(), "expected");
            examination.enter(member);
            examination.enter(specimen.part("other", 0, 2));
        });
        var expected = reading("expected", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            examination.note(new Finding.Runs(specimen.place(), "as expected"));
        });

        assertThat(inspect("four", onlyAt(outer, true), never(expected)).report("it"))
                .isEqualTo("""
                it!/member runs as expected
                it!/other eludes us: it is of no format we know
                """);
    }

    @Test
    void two_claimants_both_read_and_the_file_is_said_to_pose() {
        var one = reading("one", (specimen, examination) -> examination.covers(specimen, 0, 3));
        var other = reading("other", (specimen, examination) -> examination.covers(specimen, 3, 4));

        var inspection = inspect("four", one, other);

        assertThat(inspection.format()).isEqualTo("one+other");
        assertThat(inspection.report("it")).isEqualTo("""
                it poses as one and other
                """);
    }

    @Test
    void a_format_that_fails_is_our_fault_and_nothing_is_cleared_by_it() {
        var failing = reading("failing", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            throw new IllegalStateException("a bug");
        });

        var inspection = inspect("four", failing);

        assertThat(inspection.covered()).isLessThan(inspection.size());
        assertThat(inspection.report("it")).isEqualTo("""
                it eludes us: our failing analyser failed
                """);
    }

    @Test
    void a_format_that_fails_to_recognise_is_not_taken_for_one_that_declined() {
        var failing = new Format() {
            @Override
            public String name() {
                return "failing";
            }

            @Override
            public boolean claims(Specimen specimen) {
                throw new IllegalStateException("a bug");
            }

            @Override
            public void analyse(Specimen specimen, Examination examination) {}
        };
        var covering = reading("covering", (specimen, examination) -> examination.covers(specimen, 0, specimen.size()));

        assertThat(inspect("four", failing, covering).complete()).isFalse();
    }

    @Test
    void endless_nesting_ends_at_the_limit() {
        var nesting = reading("nesting", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            examination.enter(specimen.member("again", specimen.bytes()));
        });

        assertThat(inspect("four", nesting).report("it")).isEqualTo("""
                it!/again!/again!/again eludes us: it is nested deeper than 3 containers
                """);
    }

    @Test
    void members_without_number_end_at_the_limit() {
        var many = reading("many", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            for (var i = 0; i < 100 && specimen.place().equals(Place.START); i++) {
                examination.enter(specimen.part("m", 0, 1));
            }
        });

        assertThat(inspect("four", many).findings()).hasSize(5).allMatch(it -> it instanceof Finding.Eludes);
    }

    @Test
    void what_unpacks_to_more_than_we_hold_is_a_finding() {
        assertThat(inspect("four", unpacking(new ByteArrayInputStream(new byte[501])))
                        .report("it"))
                .contains("outgrows what we unpack");
        assertThat(inspect("four", unpacking(new ByteArrayInputStream(new byte[500])))
                        .report("it"))
                .doesNotContain("outgrows");
    }

    @Test
    @SuppressWarnings("InputStreamSlowMultibyteRead") // it breaks between two bytes
    void of_a_stream_that_breaks_the_part_before_is_examined() {
        var broken = new InputStream() {
            private int left = 3;

            @Override
            public int read() throws java.io.IOException {
                if (left-- <= 0) {
                    throw new java.io.IOException("broken");
                }
                return 'x';
            }
        };

        var inspection = inspect("four", unpacking(broken));

        assertThat(inspection.report("it")).isEqualTo("""
                it!/inside breaks the rule that a packed stream unpacks to its end
                """);
    }

    @Test
    void numbers_need_no_claimant_and_may_look_like_something_broken() {
        var numbers = reading("numbers", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            examination.plain(specimen.part("array", 0, 4));
        });
        var chance = new Format() {
            @Override
            public String name() {
                return "chance";
            }

            @Override
            public boolean claims(Specimen specimen) {
                return !specimen.place().equals(Place.START);
            }

            @Override
            public void analyse(Specimen specimen, Examination examination) throws Malformed {
                throw new Malformed(0, "this is no array");
            }
        };

        assertThat(inspect("four", onlyAt(numbers, true), chance).complete()).isTrue();
    }

    @Test
    void a_file_is_inspected_where_it_lies(@TempDir Path folder) throws Exception {
        var file = Files.writeString(folder.resolve("note.txt"), "hello\n");

        var inspection = Inspector.standard().inspect(file);

        assertThat(inspection.subject()).isEqualTo(Digest.of("hello\n".getBytes(UTF_8)));
        assertThat(inspection.complete()).isTrue();
        assertThat(inspection.findings()).isEmpty();
    }

    @Test
    void text_that_another_format_accounts_for_is_of_that_format() {
        var inspection = inspect("hello", reading("words", 5), reading("text", 5));

        assertThat(inspection.findings()).isEmpty();
        assertThat(inspection.format()).isEqualTo("words");
    }

    @Test
    void text_that_another_format_begins_and_other_text_ends_is_two_things() {
        var inspection = inspect("hello", reading("words", 4), reading("text", 5));

        assertThat(inspection.findings()).containsExactly(new Finding.PosesAs(Place.START, List.of("words", "text")));
        assertThat(inspection.format()).isEqualTo("words+text");
    }

    private static Format reading(String name, long covered) {
        return reading(name, (specimen, examination) -> examination.covers(specimen, 0, covered));
    }

    private static Format unpacking(InputStream stream) {
        return reading("packed", (specimen, examination) -> {
            examination.covers(specimen, 0, specimen.size());
            if (specimen.place().equals(Place.START)) {
                examination.unpack(specimen.place().inside("inside"), stream);
            }
        });
    }

    private interface Reading {
        void read(Specimen specimen, Examination examination);
    }

    private static Format reading(String name, Reading reading) {
        return new Format() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean claims(Specimen specimen) {
                return true;
            }

            @Override
            public void analyse(Specimen specimen, Examination examination) {
                reading.read(specimen, examination);
            }
        };
    }

    private static Format onlyAt(Format format, boolean start) {
        return claiming(format, specimen -> specimen.place().equals(Place.START) == start);
    }

    private static Format never(Format format) {
        return claiming(format, specimen -> false);
    }

    private static Format claiming(Format format, Predicate<Specimen> claims) {
        return new Format() {
            @Override
            public String name() {
                return format.name();
            }

            @Override
            public boolean claims(Specimen specimen) {
                return claims.test(specimen);
            }

            @Override
            public void analyse(Specimen specimen, Examination examination) throws Malformed {
                format.analyse(specimen, examination);
            }
        };
    }

    private static Inspection inspect(String text, Format... formats) {
        return new Inspector(List.of(formats), SMALL, "test").inspect(Specimen.of(text.getBytes(UTF_8)), digest());
    }

    private static Digest digest() {
        return Digest.of(new byte[0]);
    }
}
