package dev.assay.server.huggingface;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.assay.gate.Standing;
import dev.assay.inspect.Finding;
import dev.assay.judge.Ruling;
import dev.assay.judge.Verdict;
import dev.assay.judge.Word;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How one file fared, in the shape Hugging Face's clients read as `securityFileStatus`. They compare `status` with
/// `safe`; the other words are for people.
///
/// @param avScan always null: no antivirus engine is asked; clients need the key
/// @param pickleImportScan null for files that call and import nothing; clients need the key
/// @param verdict our own word for it, if there is one
/// @param reasons what keeps it in, in sentences
record FileSecurityStatus(
        String status,
        @JsonInclude @Nullable Object avScan,
        @JsonInclude @Nullable ImportScan pickleImportScan,
        Optional<String> verdict,
        List<String> reasons) {

    private static final int MOST_IMPORTS = 200;

    record ImportScan(String status, String message, List<Import> pickleImports) {}

    /// @param safety innocuous, suspicious or dangerous
    record Import(String module, String name, String safety) {}

    static FileSecurityStatus of(String path, Standing standing, Audience audience) {
        var status = level(standing);
        return new FileSecurityStatus(
                status,
                null,
                standing instanceof Standing.Judged judged ? imports(status, judged.verdict(), audience) : null,
                standing instanceof Standing.Judged judged
                        ? Optional.of(judged.verdict().word().name())
                        : Optional.empty(),
                status.equals("safe") ? List.of() : Reasons.of(path, standing, audience));
    }

    /// The one word for it.
    static String level(Standing standing) {
        return switch (standing) {
            case Standing.Absent absent -> "unscanned";
            case Standing.Waiting waiting -> "queued";
            case Standing.Unexamined unexamined -> "error";
            case Standing.Decided decided -> decided.released() ? "safe" : "unsafe";
            case Standing.Judged judged -> level(judged.verdict().word());
        };
    }

    private static String level(Word word) {
        return switch (word) {
            case SAFE -> "safe";
            case UNKNOWN, INCOMPLETE -> "caution";
            case SUSPICIOUS -> "suspicious";
            case MALICIOUS -> "unsafe";
        };
    }

    private static @Nullable ImportScan imports(String status, Verdict verdict, Audience audience) {
        var found = verdict.rulings().stream()
                .flatMap(it -> imported(it, audience).stream())
                .distinct()
                .limit(Math.min(audience.findings(), MOST_IMPORTS))
                .toList();
        return found.isEmpty() ? null : new ImportScan(status, "", found);
    }

    private static Optional<Import> imported(Ruling ruling, Audience audience) {
        var full = switch (ruling.finding()) {
            case Finding.Calls it -> it.function();
            case Finding.Imports it -> it.name();
            case Finding.Runs it -> "";
            case Finding.Names it -> "";
            case Finding.Carries it -> "";
            case Finding.Escapes it -> "";
            case Finding.PosesAs it -> "";
            case Finding.Differs it -> "";
            case Finding.Departs it -> "";
            case Finding.Outgrows it -> "";
            case Finding.Breaks it -> "";
            case Finding.Eludes it -> "";
        };
        var dot = full.lastIndexOf('.');
        return dot <= 0
                ? Optional.empty()
                : Optional.of(new Import(
                        audience.cut(full.substring(0, dot), 0),
                        audience.cut(full.substring(dot + 1), 0),
                        safety(ruling)));
    }

    private static String safety(Ruling ruling) {
        return switch (ruling.outcome()) {
            case CLEAR -> "innocuous";
            case HOLD -> "suspicious";
            case CONVICT -> "dangerous";
        };
    }
}
