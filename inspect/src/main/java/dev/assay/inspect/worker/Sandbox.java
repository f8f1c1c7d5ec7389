package dev.assay.inspect.worker;

import java.nio.file.Path;
import java.util.List;

/// Shuts this process in, as far as the system can.
final class Sandbox {

    private Sandbox() {}

    static String enter(List<Path> readable) {
        return "no sandbox: " + readable.size() + " paths named";
    }
}
