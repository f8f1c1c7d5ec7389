package dev.assay.server;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// One line an event on standard error, `key=value`: what a person reads, and what every collector splits.
public final class Logs {

    /// Kept, because loggers are only weakly reachable.
    private static final Logger OURS = Logger.getLogger("dev.assay");

    /// Made by the log manager, whenever anybody has it read its configuration anew.
    public Logs() {
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        var handler = new ConsoleHandler();
        handler.setFormatter(new Lines());
        handler.setLevel(Level.ALL);
        root.addHandler(handler);
        root.setLevel(Level.WARNING);
        OURS.setLevel(Level.INFO);
    }

    static void configure() {
        System.setProperty("java.util.logging.config.class", Logs.class.getName());
        System.setProperty("org.apache.commons.logging.Log", "org.apache.commons.logging.impl.Jdk14Logger");
        try {
            LogManager.getLogManager().readConfiguration();
        } catch (IOException unreadable) {
            throw new IllegalStateException("logging cannot be set up", unreadable);
        }
    }

    static final class Lines extends Formatter {

        @Override
        public String format(LogRecord event) {
            var line = new StringBuilder(200);
            line.append("at=").append(Instant.ofEpochMilli(event.getMillis()));
            line.append(" level=").append(event.getLevel().getName().toLowerCase(Locale.ROOT));
            line.append(" from=").append(event.getLoggerName());
            line.append(" event=");
            value(line, formatMessage(event));
            var parameters = event.getParameters();
            if (parameters != null && parameters.length == 1 && parameters[0] instanceof Map<?, ?> fields) {
                fields.forEach(
                        (key, value) -> value(line.append(' ').append(key).append('='), String.valueOf(value)));
            }
            line.append('\n');
            for (var thrown = event.getThrown(); thrown != null; thrown = thrown.getCause()) {
                line.append("  ")
                        .append(thrown.toString().replace("\n", "\n  "))
                        .append('\n');
                for (var frame : thrown.getStackTrace()) {
                    line.append("    at ").append(frame).append('\n');
                }
            }
            return line.toString();
        }

        /// Quoted where it would not read as one word; a line never becomes two.
        private static void value(StringBuilder line, String text) {
            var plain = !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c != '"' && c != '=' && c < 0x7f);
            if (plain) {
                line.append(text);
                return;
            }
            line.append('"');
            text.codePoints()
                    .map(c -> Character.isISOControl(c) ? ' ' : c)
                    .forEach(c -> line.append(c == '"' || c == '\\' ? "\\" : "").appendCodePoint(c));
            line.append('"');
        }
    }
}
