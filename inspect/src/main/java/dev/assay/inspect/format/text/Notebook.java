package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Place;
import dev.assay.inspect.source.PythonSource;
import dev.assay.inspect.wire.Json;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A Jupyter notebook: JSON whose cells are code for whoever runs them, and whose outputs a browser shows.
///
/// What is ordinary in code that somebody runs step by step (a download, a file that is written) is not
/// said; what starts programs, or is made not to be read, is.
///
/// @see <a href="https://nbformat.readthedocs.io/en/latest/format_description.html">The notebook file
///     format</a>
final class Notebook implements Reading {

    private static final int MOST = 200;
    private static final int LONGEST_CELL = 8 << 20;

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        if (Letters.first(text) != '{'
                || Letters.find(text, "\\u", 0) < 0
                        && (Letters.find(text, "\"nbformat\"", 0) < 0 || Letters.find(text, "\"cell", 0) < 0)) {
            return Optional.empty();
        }
        var listening = new Listening(place);
        try {
            Json.value(text, listening);
        } catch (Malformed notJson) {
            return Optional.empty(); // nobody opens it as a notebook
        }
        return listening.notebook ? Optional.of(new Read("notebook", listening.findings())) : Optional.empty();
    }

    private static final class Listening implements Json.Listener {

        private final Place place;
        private final List<Finding> findings = new ArrayList<>();
        private final List<PythonSource.Cell> cells = new ArrayList<>();
        private final StringBuilder source = new StringBuilder();
        private String kind = "";
        private long at;
        private boolean inCell;
        private boolean cut;
        private boolean notebook;

        Listening(Place place) {
            this.place = place;
        }

        @Override
        public void opens(long at, List<String> path, boolean object) {
            if (object && isCell(path)) {
                this.at = at;
                source.setLength(0);
                kind = "";
                inCell = true;
            }
        }

        @Override
        public void closes(long at, List<String> path) {
            if (inCell && isCell(path) && !kind.isEmpty()) {
                inCell = false;
                if (kind.equals("code")) {
                    NotebookCell.read(source.toString(), this.at, place, cells, findings);
                }
            }
        }

        /// A cell of format 4 stands in `cells`, one of format 3 in `worksheets`.
        private static boolean isCell(List<String> path) {
            return path.size() == 1 && path.getFirst().equals("cells")
                    || path.size() == 2
                            && path.getFirst().equals("worksheets")
                            && path.getLast().equals("cells");
        }

        @Override
        public void string(long at, List<String> path, String value) {
            var key = path.isEmpty() ? "" : path.getLast();
            var direct = path.size() <= 3 && inCell;
            if (direct && key.equals("cell_type")) {
                kind = value;
            } else if (direct && (key.equals("source") || key.equals("input"))) {
                if (source.length() + value.length() < LONGEST_CELL) {
                    source.append(value);
                } else {
                    cut = true;
                }
            } else if (path.contains("outputs")
                    && (key.equals("text/html") || key.equals("application/javascript") || key.equals("html"))) {
                if (key.endsWith("javascript") || Markup.scripts(value)) {
                    note(new Finding.Runs(place.at(at), "a browser script in the output of a cell"));
                }
            }
        }

        @Override
        public void word(long at, List<String> path, String word) {
            notebook |= path.size() == 1 && path.getFirst().equals("nbformat");
        }

        private void note(Finding finding) {
            if (findings.size() < MOST) {
                findings.add(finding);
            }
        }

        List<Finding> findings() {
            var read = PythonSource.read(cells);
            for (var it : read.acts()) {
                note(new Finding.Runs(place.at(it.at()), NotebookCell.sentence(it)));
            }
            read.unread()
                    .ifPresent(there ->
                            note(new Finding.Eludes(place.at(there), "a cell here is no Python that we follow")));
            if (cut) {
                findings.add(new Finding.Eludes(place, "a cell is longer than " + LONGEST_CELL + " letters"));
            }
            if (read.more() || findings.size() >= MOST) {
                findings.add(new Finding.Eludes(place, "this notebook does more than we keep"));
            }
            return findings;
        }
    }
}
