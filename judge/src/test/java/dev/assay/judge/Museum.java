package dev.assay.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.forge.PickleForge;
import dev.assay.forge.ZipForge;
import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Specimen;
import java.util.stream.Collectors;

/// What this house makes of an exhibit, under the policy it ships with.
final class Museum {

    static final String MARKER = "echo assay-marker";
    static final String COMMAND = "calls posix.system('echo assay-marker')";

    private static final Inspector INSPECTOR = Inspector.standard();
    private static final Policy POLICY = Policy.standard();

    private Museum() {}

    static Verdict verdict(byte[] bytes) {
        return POLICY.judge(INSPECTOR.inspect(Specimen.of(bytes), Digest.of(bytes)));
    }

    /// Opcodes that run a command; what follows them is up to whoever calls.
    static PickleForge payload() {
        return PickleForge.pickle(4).calling("posix", "system", MARKER);
    }

    static byte[] hostile() {
        return payload().stop().done();
    }

    /// Convicted, and the report says what loading it does.
    static void convicts(byte[] exhibit) {
        convicts(exhibit, COMMAND);
    }

    static void convicts(PickleForge exhibit) {
        convicts(exhibit.done(), COMMAND);
    }

    static void convicts(ZipForge exhibit) {
        convicts(exhibit.done(), COMMAND);
    }

    static void convicts(byte[] exhibit, String saying) {
        var verdict = verdict(exhibit);
        assertThat(report(verdict)).contains(saying);
        assertThat(verdict.word()).as(report(verdict)).isEqualTo(Word.MALICIOUS);
    }

    /// Held, for what was found and not for what was left unread.
    static void holds(byte[] exhibit, String saying) {
        var verdict = verdict(exhibit);
        assertThat(report(verdict)).contains(saying);
        assertThat(verdict.word()).as(report(verdict)).isIn(Word.UNKNOWN, Word.SUSPICIOUS, Word.MALICIOUS);
    }

    static void holds(PickleForge exhibit, String saying) {
        holds(exhibit.done(), saying);
    }

    /// Held in any case, also for what was left unread.
    static void isNotSafe(byte[] exhibit, String saying) {
        var verdict = verdict(exhibit);
        assertThat(report(verdict)).contains(saying);
        assertThat(verdict.word()).as(report(verdict)).isNotEqualTo(Word.SAFE);
    }

    static String report(Verdict verdict) {
        return verdict.against().stream()
                .map(it -> it.finding().sentence("it") + ": " + it.because())
                .collect(Collectors.joining("\n"));
    }
}
