package dev.assay.inspect;

/// What the inspector everybody uses says of some bytes.
public final class Reports {

    private static final Inspector INSPECTOR = Inspector.standard();

    private Reports() {}

    public static Inspection inspection(byte[] bytes) {
        return INSPECTOR.inspect(Specimen.of(bytes), Digest.of(bytes));
    }

    /// One sentence a line, about a file called `it`.
    public static String report(byte[] bytes) {
        return inspection(bytes).report("it");
    }
}
