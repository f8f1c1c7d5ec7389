package dev.assay.inspect;

/// What one blob may cost us. Reaching a limit is a finding, never an error, and never silence.
///
/// @param depth containers inside containers
/// @param specimens members entered, in all
/// @param unpacked bytes decompressed, in all
/// @param findings sentences kept; one more says that there were more
public record Limits(int depth, int specimens, long unpacked, int findings) {

    public static final Limits STANDARD = new Limits(12, 20_000, 16L << 30, 2_000);
}
