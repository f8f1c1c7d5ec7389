package dev.assay.server.web;

import static java.time.ZoneOffset.UTC;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times as people read them.
final class Words {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};

    private Words() {}

    /// `1.5 GB`: powers of a thousand, three digits.
    static String size(long bytes) {
        var size = (double) bytes;
        var unit = 0;
        while (size >= 999.5 && unit < UNITS.length - 1) {
            size /= 1000;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(
                        Locale.ROOT,
                        size < 9.995 ? "%.2f %s" : size < 99.95 ? "%.1f %s" : "%.0f %s",
                        size,
                        UNITS[unit]);
    }

    static String day(Instant at) {
        return DAY.format(at.atOffset(UTC));
    }
}
