package dev.assay.gate;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Place;
import dev.assay.judge.Policy;
import dev.assay.judge.Verdict;
import java.util.Locale;

/// The lines the gate writes in the ledger. Fields are separated by one space; a field's value is a word of letters,
/// digits and `._@+:/-`, or text in double quotes in which `"` and `\` are escaped by `\` and nothing else than
/// printable characters stands. So no line can hold a second one, whatever a file or a person made us say.
///
/// ```
/// verdict sha256:… MALICIOUS convict default@1a2b3c4d size=1024 covered=1024 format=pickle generation=… findings=2
/// policy=sha256:… judge=…
/// decision sha256:… release by="ada" because="checked by hand" over=hold
/// ```
final class Entry {

    private static final int LONGEST = 1_000;

    private Entry() {}

    static String verdict(Verdict verdict, Inspection inspection, Policy policy) {
        return String.join(
                " ",
                "verdict",
                verdict.subject().toString(),
                verdict.word().name(),
                word(verdict.outcome().name().toLowerCase(Locale.ROOT)),
                word(verdict.policy()),
                "size=" + inspection.size(),
                "covered=" + inspection.covered(),
                "format=" + word(inspection.format()),
                "generation=" + word(inspection.generation()),
                "findings=" + inspection.findings().size(),
                "policy=" + policy.digest(),
                "judge=" + Policy.GENERATION);
    }

    static String decision(Digest subject, Decision decision) {
        return String.join(
                " ",
                "decision",
                subject.toString(),
                decision.released() ? "release" : "convict",
                "by=" + quoted(decision.who()),
                "because=" + quoted(decision.because()),
                "over=" + word(decision.over().name().toLowerCase(Locale.ROOT)));
    }

    private static String word(String text) {
        var word = cut(text).replaceAll("[^A-Za-z0-9._@+:/-]", "?");
        return word.isEmpty() ? "?" : word;
    }

    private static String quoted(String text) {
        return '"' + Place.printable(cut(text)).replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
