package dev.assay.judge;

import dev.assay.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Path;

/// Which findings this house lives with: ordered rules, read from a file, compared like a file, never compiled.
///
/// The first rule that matches a finding rules on it. What no rule mentions is held, and so is what was not read:
/// a policy written before an attack existed must not let it through.
public final class Policy {

    private final String name;

    private Policy(String name) {
        this.name = name;
    }

    /// Name and digest: `default@1f2e3d4c`, so that a verdict says which text it rests on.
    public String name() {
        return name;
    }

    /// The policy that ships with this release.
    public static Policy standard() {
        throw new UnsupportedOperationException("in work");
    }

    /// @throws IOException if the file cannot be read
    /// @throws IllegalArgumentException if it is not a policy; the sentence names the rule and says what is wrong
    public static Policy read(Path file) throws IOException {
        throw new UnsupportedOperationException("in work " + file);
    }

    public Verdict judge(Inspection inspection) {
        throw new UnsupportedOperationException("in work " + inspection.subject());
    }
}
