package dev.assay.cli;

/// The command line: `assay scan`, `assay verify`.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(64);
    }
}
