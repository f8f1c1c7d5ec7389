package dev.assay.cli;

import static java.util.stream.Collectors.joining;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/// How a scan is told.
enum Style {
    TEXT,
    JSON,
    SARIF,
    HTML,
    JUNIT,
    GITHUB;

    static final String NAMES = Arrays.stream(values()).map(Style::word).collect(joining("|"));

    static Style named(String name) {
        for (var style : values()) {
            if (style.word().equals(name)) {
                return style;
            }
        }
        throw new TypeConversionException("'" + name + "' is none of " + NAMES.replace("|", ", "));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Report report(Terminal terminal) {
        return switch (this) {
            case TEXT -> new TextReport(terminal);
            case JSON -> new JsonReport(terminal);
            case SARIF -> new SarifReport(terminal);
            case HTML -> new HtmlReport(terminal);
            case JUNIT -> new JunitReport(terminal);
            case GITHUB -> new GithubReport(terminal);
        };
    }
}
