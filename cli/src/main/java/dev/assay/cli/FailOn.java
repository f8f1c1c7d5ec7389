package dev.assay.cli;

import dev.assay.judge.Word;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/// From which verdict on a scan ends as a failure.
enum FailOn {
    UNKNOWN(Word.UNKNOWN),
    INCOMPLETE(Word.INCOMPLETE),
    SUSPICIOUS(Word.SUSPICIOUS),
    MALICIOUS(Word.MALICIOUS),
    NEVER(null);

    private final @Nullable Word least;

    FailOn(@Nullable Word least) {
        this.least = least;
    }

    static FailOn named(String name) {
        return Arrays.stream(values())
                .filter(it -> it.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException(
                        "'" + name + "' is none of unknown, incomplete, suspicious, malicious, never"));
    }

    boolean counts(Word word) {
        return least != null && word.compareTo(least) >= 0;
    }
}
