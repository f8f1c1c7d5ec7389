package dev.assay.cli;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.judge.Outcome;
import dev.assay.judge.Ruling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// For code-scanning pages: SARIF 2.1.0, one result for everything that speaks against a file.
///
/// A result's rule is the verb of its sentence. Its offset is given as a region only where it is an
/// offset of the file itself; inside a container it is part of the logical location, since the standard
/// has no other place for it.
///
/// @see <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF 2.1.0</a>
final class SarifReport implements Report {

    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private static final Map<String, String> RULES = new TreeMap<>(Map.ofEntries(
            Map.entry("calls", "Loading the file calls a function."),
            Map.entry("imports", "Loading the file imports a name."),
            Map.entry("runs", "Using the file runs code it carries."),
            Map.entry("names", "The file names code that lives elsewhere."),
            Map.entry("carries", "The file holds something made to run on a machine."),
            Map.entry("escapes", "Unpacking the file writes outside the folder it was given."),
            Map.entry("poses", "The same bytes can be read as more than one format."),
            Map.entry("differs", "Two readers in use would read these bytes differently."),
            Map.entry("departs", "No real writer of this format produces these bytes."),
            Map.entry("outgrows", "Unpacked, the file outgrows what we are willing to hold."),
            Map.entry("breaks", "The bytes break their own format's rules."),
            Map.entry("eludes", "Part of the file was not examined.")));

    private final Json json;

    SarifReport(Terminal terminal) {
        this.json = new Json(terminal);
    }

    @Override
    public void begin(String policy) throws IOException {
        json.object();
        json.name("$schema").value(SCHEMA);
        json.name("version").value("2.1.0");
        json.name("runs").array().object();
        json.name("tool").object().name("driver").object();
        json.name("name").value("assay");
        json.name("version").value(Version.TEXT);
        json.name("rules").array();
        for (var rule : RULES.entrySet()) {
            json.line().object();
            json.name("id").value(rule.getKey());
            json.name("shortDescription").object().name("text").value(rule.getValue());
            json.endObject().endObject();
        }
        json.endArray().endObject().endObject();
        json.name("properties").object().name("policy").value(policy).endObject();
        json.name("results").array();
    }

    @Override
    public void file(Scanned file) throws IOException {
        for (var ruling : file.against()) {
            result(file, ruling);
        }
    }

    private void result(Scanned file, Ruling ruling) throws IOException {
        var finding = ruling.finding();
        var digest = file.digest();
        json.line().object();
        json.name("ruleId").value(verb(finding));
        json.name("level").value(ruling.outcome() == Outcome.CONVICT ? "error" : "warning");
        json.name("message").object().name("text");
        json.value(Lines.message(finding.sentence(file.path()) + " (" + ruling.because() + ")"))
                .endObject();
        json.name("locations").array().object();
        json.name("physicalLocation").object();
        json.name("artifactLocation")
                .object()
                .name("uri")
                .value(uri(file.path()))
                .endObject();
        if (finding.at().inner().isEmpty() && digest != null) {
            json.name("region").object().name("byteOffset").value(finding.at().offset());
            json.endObject();
        }
        json.endObject();
        json.name("logicalLocations").array().object();
        json.name("fullyQualifiedName").value(finding.at().in(file.path()));
        json.endObject().endArray();
        json.endObject().endArray();
        json.name("partialFingerprints").object();
        json.name("finding/v1").value(fingerprint(file, finding)).endObject();
        json.name("properties").object();
        json.name("verdict").value(file.word().name());
        json.name("outcome").value(ruling.outcome().name().toLowerCase(Locale.ROOT));
        json.name("sha256").value(digest == null ? null : digest.hex());
        json.endObject().endObject();
    }

    @Override
    public void end(Summary summary) throws IOException {
        json.line().endArray();
        json.name("invocations").array().object();
        json.name("executionSuccessful").value(true);
        json.name("exitCode").value(summary.exit());
        json.endObject().endArray();
        json.endObject().endArray().endObject().end();
    }

    private static String verb(Finding finding) {
        var predicate = finding.predicate();
        return predicate.substring(0, predicate.indexOf(' '));
    }

    /// The same for the same fact about the same bytes, wherever they lie.
    private static String fingerprint(Scanned file, Finding finding) {
        var digest = file.digest();
        var fact = (digest == null ? "" : digest.hex()) + "\n" + finding.at() + "\n" + finding.predicate();
        return Digest.of(fact.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 32);
    }

    /// A path as a URI reference (RFC 3986): relative stays relative, everything unusual is
    /// percent-encoded.
    static String uri(String path) {
        var out = new StringBuilder(path.startsWith("/") ? "file://" : "");
        for (var octet : path.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) Byte.toUnsignedInt(octet);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-._~/".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return out.toString();
    }
}
