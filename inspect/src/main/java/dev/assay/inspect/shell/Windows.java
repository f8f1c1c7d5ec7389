package dev.assay.inspect.shell;

import dev.assay.inspect.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Commands of PowerShell, of `cmd`, and of the programs of Windows that fetch and run.
///
/// Both shells let letters be hidden with marks that mean nothing (`` ` ``, `^`) and words be put
/// together from pieces; those are taken away first, one line at a time, with lines that go on put
/// together.
final class Windows {

    private static final int LONGEST_LINE = 8_000;
    private static final int MOST_LINES = 100_000;

    /// Lines without any of these come to nothing; of those with one, so many are read.
    private static final Pattern MARK = Pattern.compile(
            "iex|invoke|http|base64|tcpclient|powershell|pwsh|certutil|bitsadmin|mshta|regsvr|rundll|iwr|irm|load",
            Pattern.CASE_INSENSITIVE);

    private static final int MOST_MARKED = 400;

    private static final String FETCH =
            "(?:downloadstring|downloaddata|downloadfile|invoke-webrequest|invoke-restmethod|\\biwr\\b|\\birm\\b|\\bcurl\\b"
                    + "|\\bwget\\b|net\\.webclient|start-bitstransfer)";
    private static final String RUN =
            "(?:\\biex\\b|invoke-expression|\\.invoke\\(|\\[scriptblock\\]::create|reflection\\.assembly\\]::load|add-type)";

    private static final Pattern PUNCTUATION = Pattern.compile("[`^'\"+\\s]");
    private static final Pattern JOINT = Pattern.compile("['\"]\\s*\\+\\s*['\"]");

    private static final Map<Pattern, String> SENSES = new LinkedHashMap<>();

    static {
        senses("tcpclient.*(?:" + RUN + "|cmd(?:\\.exe)?\\b|powershell|getstream\\(\\).*process)", Shell.HANDS_SHELL);
        senses(
                "(?:powershell|pwsh)(?:\\.exe)?\\s(?:.*\\s)?[-/]e(?:c|n\\w*)?\\s+['\"]?[a-z0-9+/=]{16,}",
                "executing text decoded from base64");
        senses(RUN + ".*" + FETCH + "|" + FETCH + ".*" + RUN, Shell.INTO_SHELL);
        senses(RUN + ".*frombase64string|frombase64string.*" + RUN, "executing text decoded from base64");
        senses("\\bmshta(?:\\.exe)?\\s+['\"]?(?:https?:|javascript:|vbscript:)", Shell.INTO_SHELL);
        senses("\\bregsvr32(?:\\.exe)?\\s.*/i:https?:", Shell.INTO_SHELL);
        senses("\\brundll32(?:\\.exe)?\\s+['\"]?javascript:", Shell.INTO_SHELL);
        senses("\\bcertutil(?:\\.exe)?\\s.*-(?:urlcache|decode)\\b.*(?:&|;|start)", Shell.RUNS_DOWNLOAD);
        senses("\\bbitsadmin(?:\\.exe)?\\s.*/transfer\\b.*(?:&|;|start)", Shell.RUNS_DOWNLOAD);
        senses(FETCH + ".*(?:start-process|\\bstart\\s|&\\s*['\"]?[\\w$%:\\\\.]+\\.exe)", Shell.RUNS_DOWNLOAD);
    }

    private Windows() {}

    private static void senses(String pattern, String sense) {
        SENSES.put(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), sense);
    }

    static List<Deed> deeds(String commands) {
        var deeds = new ArrayList<Deed>();
        var from = 0;
        var carried = new StringBuilder();
        var start = 0;
        var marked = 0;
        for (var lines = 0; from < commands.length() && lines < MOST_LINES; lines++) {
            var newline = commands.indexOf('\n', from);
            var end = newline < 0 ? commands.length() : newline;
            var line =
                    commands.substring(from, Math.min(end, from + LONGEST_LINE)).stripTrailing();
            if (carried.isEmpty()) {
                start = from;
            }
            var goesOn =
                    (line.endsWith("`") || line.endsWith("^") || line.endsWith("|")) && carried.length() < LONGEST_LINE;
            carried.append(goesOn && !line.endsWith("|") ? line.substring(0, line.length() - 1) : line);
            if (!goesOn) {
                var whole = carried.toString();
                carried.setLength(0);
                if (MARK.matcher(PUNCTUATION.matcher(whole).replaceAll("")).find() && marked++ < MOST_MARKED) {
                    read(whole, start, deeds);
                }
            }
            from = end + 1;
        }
        if (!carried.isEmpty()) {
            read(carried.toString(), start, deeds);
        }
        return deeds;
    }

    private static void read(String line, int at, List<Deed> deeds) {
        var plain = JOINT.matcher(line.replaceAll("[`^]", "")).replaceAll("");
        for (var it : SENSES.entrySet()) {
            if (it.getKey().matcher(plain).find()) {
                var words = Place.printable(line.replaceAll("\\s+", " ")).strip();
                deeds.add(new Deed(at, it.getValue(), words.length() <= 120 ? words : words.substring(0, 120) + "…"));
                return;
            }
        }
    }
}
