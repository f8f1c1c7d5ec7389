package dev.assay.cli;

import dev.assay.inspect.Inspection;
import dev.assay.inspect.neighbours.Neighbours;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// The folder that was asked for, whose files may decide what one of them does. A file that was asked for alone has
/// none: nobody knows where it will be loaded.
record Surroundings(Path root, Neighbours neighbours) {

    /// Walks the folder once for its names, before it is walked for its files.
    static Surroundings of(Path start) {
        var names = new ArrayList<String>();
        if (Files.isDirectory(start)) {
            for (var walk = new Walk(start); walk.hasNext(); ) {
                var step = walk.next();
                if (step.unread() == null && Neighbours.isCode(step.path().toString())) {
                    names.add(name(start, step.path()));
                }
            }
        }
        return new Surroundings(start, new Neighbours(names));
    }

    Inspection join(Path file, Inspection inspection) {
        return neighbours.join(name(root, file), inspection);
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace(File.separatorChar, '/');
    }
}
