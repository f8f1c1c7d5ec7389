package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.shell.Plain;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Scripts that a shell of some system runs as they are: by a first line that names one, or by a first
/// statement that only one has.
final class Script implements Reading {

    private static final Pattern BATCH = Pattern.compile(
            "@?echo off\\b|@?setlocal\\b|rem\\s|::|@?set \\w+=|@?cmd(\\.exe)? /|@?start /|@?powershell(\\.exe)?\\s",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern POWERSHELL = Pattern.compile(
            "param\\s*\\(|\\$[\\w:]+\\s*=|\\[cmdletbinding|function \\w+-\\w+"
                    + "|(invoke|start|new|set|get|add|import|write|remove|stop)-[a-z]{3,}\\b|iex\\b|&\\s*[{('\"]",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WINDOWS = Pattern.compile(
            "\\bnew\\s+ActiveXObject\\s*\\(|\\bCreateObject\\s*\\(\\s*\"(WScript|Shell|Scripting|MSXML|ADODB)",
            Pattern.CASE_INSENSITIVE);

    static final String PLAIN = "plain commands in a shell";
    private static final Pattern SHELL =
            Pattern.compile("(?:/usr)?/bin/(?:env[ \\t]+)?(?:ba|da)?sh(?:[ \\t]+-[eux]+)?");

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var head = Letters.head(text, 64 << 10);
        if (head.startsWith("#!")) {
            var line = head.lines().findFirst().orElse("").substring(2).strip();
            return line.toLowerCase(Locale.ROOT).contains("python")
                    ? Optional.empty()
                    : script(text, place, SHELL.matcher(line).matches(), "a script for " + Letters.shown(line, 60));
        }
        var first = head.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .findFirst()
                .orElse("");
        if (BATCH.matcher(first).lookingAt() && !first.startsWith("::before")) {
            return script(text, place, false, "a batch script for Windows");
        }
        if (POWERSHELL.matcher(first).lookingAt()) {
            return script(text, place, false, "a PowerShell script");
        }
        if (WINDOWS.matcher(head).find()) {
            return script(text, place, false, "a script for the Windows Script Host");
        }
        return Optional.empty();
    }

    private static Optional<Read> script(MemorySegment text, Place place, boolean shell, String what) {
        var commands = Deeds.bytes(text);
        var deeds = Deeds.of(commands, "in a shell", place);
        var plain = shell && deeds.isEmpty() && commands.length() == text.byteSize() && Plain.is(commands);
        var findings = new ArrayList<Finding>();
        findings.add(new Finding.Runs(place, plain ? PLAIN : what));
        findings.addAll(deeds);
        return Optional.of(new Read("script", findings));
    }
}
