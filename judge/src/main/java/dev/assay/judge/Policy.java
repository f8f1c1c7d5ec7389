package dev.assay.judge;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Generation;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.inspect.format.Formats;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;

/// Which findings this house lives with: ordered rules, read from a file, compared like a file, never
/// compiled.
///
/// The first rule that matches a finding rules on it. What no rule mentions is held, and so is what was
/// not read: a policy written before an attack existed must not let it through.
public final class Policy {

    /// Which judge rules: changes whenever this room does, or the one whose sentences it reads.
    public static final String GENERATION =
            Generation.of(Policy.class, List.of(Generation.home(Compose.class)), Formats.GENERATION);

    private static final int SHOWN = 8;
    private static final String UNSPOKEN = "no rule speaks of this";

    private final String title;
    private final Digest digest;
    private final String name;
    private final Rules rules;

    private Policy(String title, Digest digest, Rules rules) {
        this.title = title;
        this.digest = digest;
        this.name = title + "@" + digest.hex().substring(0, SHOWN);
        this.rules = rules;
    }

    private static Policy of(byte[] text) {
        var read = new PolicyText(text);
        return new Policy(read.title(), read.digest(), read.rules());
    }

    /// Name and the beginning of the digest: `default@1f2e3d4c`, for people. Whoever has to be sure asks
    /// for the [#digest].
    public String name() {
        return name;
    }

    /// The digest of the text.
    public Digest digest() {
        return digest;
    }

    /// What decides, with the facts, how a verdict comes out: the whole text, and the judge that reads
    /// it. Equal facts are judged equally under equal keys.
    public String key() {
        return title + "@" + digest.hex() + "/" + GENERATION;
    }

    /// The policy that ships with this release.
    public static Policy standard() {
        var text = resource("/policy/default.yaml");
        var pressed = resource("/policy/default.pressed");
        if (text == null) {
            throw new IllegalStateException("this build has no standard policy");
        }
        var same = pressed == null ? null : Pressed.of(text, pressed);
        return same == null ? of(text) : new Policy(same.title(), same.digest(), new Rules(same));
    }

    private static byte @Nullable [] resource(String name) {
        try (var in = Policy.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " cannot be read", broken);
        }
    }

    /// @throws IOException if the file cannot be read
    /// @throws NotAPolicy if it is none; the sentence names the rule and says what is wrong
    public static Policy read(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var text = in.readNBytes(PolicyText.LARGEST + 1);
            if (text.length > PolicyText.LARGEST) {
                throw new NotAPolicy(0, "a policy has at most " + PolicyText.LARGEST + " bytes", "");
            }
            return of(text);
        }
    }

    public Verdict judge(Inspection inspection) {
        var rulings = new ArrayList<Ruling>(inspection.findings().size() + 1);
        for (var finding : inspection.findings()) {
            rulings.add(rule(finding));
        }
        if (inspection.covered() < inspection.size()) {
            var unread = inspection.size() - inspection.covered();
            rulings.add(incomplete(unread + " of " + inspection.size() + " bytes were not read"));
        } else if (inspection.size() > 0 && nameless(inspection.format())) {
            rulings.add(incomplete("no format we know claims it"));
        }
        var outcome = Outcome.CLEAR;
        var word = Word.SAFE;
        for (var ruling : rulings) {
            outcome = ruling.outcome().compareTo(outcome) > 0 ? ruling.outcome() : outcome;
            word = ruling.word().compareTo(word) > 0 ? ruling.word() : word;
        }
        return new Verdict(inspection.subject(), name, outcome, word, rulings);
    }

    /// Which rule speaks of this finding, and what it says.
    public Reason reason(Finding finding) {
        var rule = rules.first(finding);
        if (rule != null) {
            return rule.reason();
        }
        var predicate = finding.predicate();
        var verb = predicate.substring(0, predicate.indexOf(' '));
        return new Reason(0, "", "", Outcome.HOLD, PolicyText.usual(verb, Outcome.HOLD), UNSPOKEN, "");
    }

    /// Every rule that could speak of this name after this verb, in the order in which they are asked.
    /// The first whose contract the arguments keep rules; the first without a contract always does, so
    /// none behind it is here.
    ///
    /// @param verb `calls` or `imports`
    public List<Reason> reasons(String verb, String name) {
        return rules.about(verb, name).stream().map(Rule::reason).toList();
    }

    /// The rules that clear calls.
    List<Rule> clearing() {
        return rules.clearing();
    }

    private Ruling rule(Finding finding) {
        var reason = reason(finding);
        return new Ruling(finding, reason.outcome(), reason.word(), reason.because());
    }

    private static boolean nameless(String format) {
        return format.isBlank() || format.equals("unknown");
    }

    private static Ruling incomplete(String why) {
        return new Ruling(
                new Finding.Eludes(Place.START, why),
                Outcome.HOLD,
                Word.INCOMPLETE,
                "what was not read is not cleared");
    }
}
