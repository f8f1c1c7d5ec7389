package dev.assay.inspect.format.text;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/// A list of packages for pip, and what in it comes from somewhere else than the index everybody uses:
/// another index, an address, a repository. Installing a package runs its code.
///
/// @see <a href="https://pip.pypa.io/en/stable/reference/requirements-file-format/">Requirements file
///     format</a>
final class Requirements implements Reading {

    private static final int MOST = 100;
    private static final int LONGEST = 1 << 20;
    private static final String NAME = "[A-Za-z0-9](?:[\\w.-]*[A-Za-z0-9])?(?:\\s*\\[[^\\]\\n]*\\])?";
    private static final Pattern PLAIN = Pattern.compile(
            NAME + "\\s*\\(?(?:(?:[<>=!~]=?=?)\\s*[\\w.*+!-]+\\s*,?\\s*)*+\\)?\\s*(?:;.*)?(?:\\s--?\\w.*)?");
    private static final Pattern OPTION = Pattern.compile("--?[a-zA-Z][\\w-]*(?:[ =].*)?");
    private static final Pattern INDEX =
            Pattern.compile("(?:-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host)(?:\\s+|=)(\\S+)");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:-e\\s+|--editable[ =]|" + NAME
                    + "\\s*@\\s*|-\\s+)?((?:git|hg|svn|bzr)\\+\\S+|(?:https?|ftp|file)://\\S+)(?:\\s.*)?",
            CASE_INSENSITIVE);

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        if (text.byteSize() > LONGEST) {
            return Optional.empty();
        }
        var findings = new ArrayList<Finding>();
        var offset = 0L;
        for (var raw : Deeds.bytes(text).split("\n", -1)) {
            var line = raw.replaceAll("(?:^|\\s)#.*", "")
                    .strip()
                    .replaceAll("\\\\$", "")
                    .strip();
            var index = INDEX.matcher(line);
            var address = ADDRESS.matcher(line);
            if (index.lookingAt()) {
                findings.add(new Finding.Names(
                        place.at(offset), "another package index: " + Letters.shown(index.group(1), 120)));
            } else if (address.matches()) {
                findings.add(
                        new Finding.Names(place.at(offset), "a package at " + Letters.shown(address.group(1), 160)));
            } else if (!line.isEmpty()
                    && !PLAIN.matcher(line).matches()
                    && !OPTION.matcher(line).matches()) {
                return Optional.empty();
            }
            if (findings.size() > MOST) {
                break;
            }
            offset += raw.length() + 1;
        }
        return findings.isEmpty() ? Optional.empty() : Optional.of(new Read("requirements", findings));
    }
}
