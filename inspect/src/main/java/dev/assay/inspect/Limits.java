package dev.assay.inspect;

/// What one blob may cost us. Reaching a limit is a finding, never an error, and never silence.
///
/// All of them count bytes and things, not seconds, so that the same bytes always end the same way; whoever
/// runs the inspection in a process of its own adds a clock.
///
/// @param depth containers inside containers
/// @param specimens members entered, in all
/// @param unpacked bytes decompressed, in all
/// @param held decompressed bytes kept at one time, through all containers; outside the heap, and half as many again
///     while the last of them grows
/// @param work bytes entered, in all: a byte counts each time a container hands it on
/// @param findings sentences kept; one more says that there were more
public record Limits(int depth, int specimens, long unpacked, long held, long work, int findings) {

    public static final Limits STANDARD = new Limits(12, 200_000, 16L << 30, 1L << 30, 1L << 40, 2_000);
}
