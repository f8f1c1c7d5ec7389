package dev.assay.repo.git;

/// The path leads through a file, or a file would stand where a folder is.
public final class Blocked extends RuntimeException {

    private static final long serialVersionUID = 1;

    Blocked(String what) {
        super(what);
    }
}
