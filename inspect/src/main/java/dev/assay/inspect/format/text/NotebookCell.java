package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.shell.Shell;
import dev.assay.inspect.source.Act;
import dev.assay.inspect.source.PythonSource;
import dev.assay.inspect.source.When;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// One code cell: Python, with what IPython adds to it. Lines that begin with `!` are for a shell, those
/// with `%` are magics, and a first line with `%%` says for whom the whole cell is.
///
/// @see <a href="https://ipython.readthedocs.io/en/stable/interactive/magics.html">Built-in magic
///     commands</a>
final class NotebookCell {

    private static final Set<String> SHELLS = Set.of("bash", "sh", "script", "!", "sx", "system", "cmd", "powershell");
    private static final Set<String> PYTHONS = Set.of(
            "time", "timeit", "capture", "prun", "python", "python3", "debug", "px", "memit", "mprun", "no_grad",
            "wandb", "heat");
    private static final Set<String> LINE_SHELLS = Set.of("sx", "system", "sc", "bash", "sh");
    private static final Pattern ESCAPED = Pattern.compile("^(\\s*)(?:[\\w, .\\[\\]]+=\\s*)?(!!?|%)(.*)$");

    /// What shows, makes a folder, or installs by name.
    private static final Pattern ORDINARY = Pattern.compile(
            "\\s*(?:sudo\\s+)?(?:ls|pwd|nvidia-smi|cat|head|tail|wc|echo|mkdir|cd|tree|du|df|which|whoami|free"
                    + "|lscpu|uname"
                    + "|python3?\\s+(?:--version|-V|-m\\s+pip\\s+(?:install|list|show|uninstall|freeze)\\b)"
                    + "|(?:uv\\s+)?pip3?\\s+(?:install|list|show|uninstall|freeze|check)\\b"
                    + "|conda\\s+(?:install|list|info)\\b|apt(?:-get)?\\s+(?:-\\w+\\s+)*(?:install|update)\\b"
                    + "|unzip|tar|mv|cp)"
                    + "(?:\\s[^;&|`$<>]*)?(?:2?>\\s*/dev/null(?:\\s+2>&1)?\\s*)?");
    private static final Pattern FETCHED = Pattern.compile("(?:git\\+|(?:https?|ftp|ssh|git)://)[^\\s'\"]+");

    private NotebookCell() {}

    /// @param cells gets the Python of the cell, with other lines left out
    static void read(String source, long at, Place place, List<PythonSource.Cell> cells, List<Finding> findings) {
        var lines = source.split("\n", -1);
        var first = source.stripLeading();
        if (first.startsWith("%%")) {
            var words =
                    first.lines().findFirst().orElse("").substring(2).strip().split("\\s+", 2);
            var rest = first.indexOf('\n') < 0 ? "" : first.substring(first.indexOf('\n') + 1);
            if (SHELLS.contains(words[0])) {
                command(rest, "a script in a cell", at, place, findings);
            } else if (Set.of("html", "javascript", "js", "svg", "HTML").contains(words[0])) {
                if (!words[0].equalsIgnoreCase("html") || Markup.scripts(rest)) {
                    findings.add(new Finding.Runs(place.at(at), "a browser script in a cell"));
                }
            } else if (PYTHONS.contains(words[0])) {
                read(rest, at, place, cells, findings);
            } else if (!Set.of("writefile", "file", "latex", "markdown").contains(words[0])) {
                findings.add(new Finding.Runs(place.at(at), "a cell for " + Letters.shown(words[0], 40)));
            }
            return;
        }
        var python = new StringBuilder();
        for (var i = 0; i < lines.length; i++) {
            var escaped = ESCAPED.matcher(lines[i]);
            if (!escaped.matches()) {
                var line = lines[i].stripTrailing();
                python.append(line.endsWith("?") && !line.contains("#") ? "" : lines[i])
                        .append('\n');
                continue;
            }
            var rest = new StringBuilder(escaped.group(3));
            while (rest.length() > 0 && rest.charAt(rest.length() - 1) == '\\' && i + 1 < lines.length) {
                rest.append('\n').append(lines[++i]);
            }
            python.append(escaped.group(1)).append("pass\n");
            magic(escaped.group(2), rest.toString(), at, place, findings);
        }
        cells.add(new PythonSource.Cell(python.toString(), at));
    }

    private static void magic(String mark, String rest, long at, Place place, List<Finding> findings) {
        if (mark.startsWith("!")) {
            command(rest, "a command in a cell", at, place, findings);
            return;
        }
        var words = rest.strip().split("\\s+", 2);
        var behind = words.length > 1 ? words[1] : "";
        if (LINE_SHELLS.contains(words[0])) {
            command(behind, "a command in a cell", at, place, findings);
        } else if (Set.of("run", "load", "loadpy", "load_ext", "macro").contains(words[0])
                && FETCHED.matcher(behind).find()) {
            findings.add(
                    new Finding.Names(place.at(at), "code from elsewhere in a cell: " + Letters.shown(behind, 100)));
        } else if (Set.of("pip", "conda", "uv").contains(words[0])) {
            fetched(behind, at, place, findings);
        }
    }

    private static void command(String commands, String what, long at, Place place, List<Finding> findings) {
        var deeds = Shell.deeds(commands);
        deeds.forEach(it -> findings.add(
                new Finding.Runs(place.at(at), "in a cell, " + it.sense() + ": " + Place.printable(it.what()))));
        if (!deeds.isEmpty()) {
            return;
        }
        if (commands.lines()
                .allMatch(it -> it.isBlank()
                        || it.strip().startsWith("#")
                        || ORDINARY.matcher(it).matches())) {
            fetched(commands, at, place, findings);
        } else {
            findings.add(new Finding.Runs(place.at(at), what + ": " + Letters.shown(commands, 120)));
        }
    }

    private static void fetched(String words, long at, Place place, List<Finding> findings) {
        var address = FETCHED.matcher(words);
        if (address.find()) {
            findings.add(new Finding.Names(
                    place.at(at), "what a cell installs from elsewhere: " + Letters.shown(address.group(), 160)));
        }
    }

    /// The act as something a cell does.
    static String sentence(Act it) {
        return it.when() == When.IMPORT || it.when() == When.SCRIPT
                ? "in a cell" + (it.sense().isEmpty() ? "" : ", " + it.sense()) + ": " + it.what()
                : it.sentence();
    }
}
