package dev.assay.inspect;

import dev.assay.inspect.format.Formats;
import java.util.List;

/// What a fuzzer calls with bytes of its own making: they are inspected, and nothing may go wrong.
///
/// The property `assay.format` names the one format to read them as; without it they are whatever they look like.
/// Limits are small, so that a million inputs take minutes and one that outgrows them is seen.
public final class AnyBytes {

    private static final Limits SMALL = new Limits(6, 2_000, 1 << 24, 1 << 22, 1 << 26, 200);
    private static final Inspector INSPECTOR = new Inspector(formats(), SMALL, "1");

    private AnyBytes() {}

    /// The name and shape Jazzer looks for.
    public static void fuzzerTestOneInput(byte[] bytes) {
        var specimen = Specimen.of(bytes);
        var digest = Digest.of(new byte[0]);
        var inspection = INSPECTOR.inspect(specimen, digest);
        for (var finding : inspection.findings()) {
            if (finding instanceof Finding.Eludes it && it.why().endsWith("analyser failed")) {
                throw new IllegalStateException(finding.sentence("it"));
            }
        }
        if (inspection.covered() > inspection.size() || inspection.findings().size() > SMALL.findings() + 1) {
            throw new IllegalStateException("more was read than there is");
        }
        if (!inspection.equals(INSPECTOR.inspect(specimen, digest))) {
            throw new IllegalStateException("the second look found something else");
        }
    }

    private static List<Format> formats() {
        var wanted = System.getProperty("assay.format", "");
        if (wanted.isEmpty()) {
            return Formats.ALL;
        }
        var found = Formats.ALL.stream()
                .filter(it -> it.name().equals(wanted))
                .map(it -> (Format) new Claiming(it))
                .toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException("there is no format " + wanted);
        }
        return found;
    }

    /// Reads anything as this format, though it does not look like it.
    private record Claiming(Format format) implements Format {
        @Override
        public String name() {
            return format.name();
        }

        @Override
        public boolean claims(Specimen specimen) {
            format.claims(specimen);
            return true;
        }

        @Override
        public void analyse(Specimen specimen, Examination examination) throws Malformed {
            format.analyse(specimen, examination);
        }
    }
}
