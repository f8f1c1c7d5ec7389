package dev.assay.inspect.worker;

import dev.assay.inspect.Generation;
import dev.assay.inspect.Inspector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// What an inspector's process needs on its class path, and nothing else of the house: this room and the libraries it
/// unpacks with, wherever they were loaded from.
public final class WorkerPath {

    /// One class of each library this room may use. A library that is not here is not on the path, and a format that
    /// needs it then fails, which is a fact in the inspection or the end of the worker, never a clearance.
    private static final List<String> LIBRARIES = List.of(
            "org.apache.commons.compress.archivers.ArchiveEntry",
            "org.apache.commons.io.IOUtils",
            "org.apache.commons.lang3.ArrayUtils",
            "org.apache.commons.codec.binary.Hex",
            "com.github.luben.zstd.Zstd",
            "org.tukaani.xz.XZInputStream",
            "net.jpountz.lz4.LZ4Factory",
            "org.snakeyaml.engine.v2.api.Load",
            "org.jspecify.annotations.NullMarked");

    private WorkerPath() {}

    /// Files and folders, each once.
    ///
    /// @throws IllegalStateException if this room was not loaded from a file or folder
    public static List<Path> entries() {
        var entries = new LinkedHashSet<Path>();
        entries.add(Generation.home(Inspector.class));
        entries.addAll(libraries());
        return new ArrayList<>(entries);
    }

    /// Of these, the libraries.
    public static List<Path> libraries() {
        var entries = new LinkedHashSet<Path>();
        for (var library : LIBRARIES) {
            try {
                entries.add(Generation.home(Class.forName(library, false, WorkerPath.class.getClassLoader())));
            } catch (ClassNotFoundException absent) {
                // a library no format uses yet
            }
        }
        return new ArrayList<>(entries);
    }
}
