package dev.assay.inspect.source;

/// Where a call stands in the source that is read: from its first word, from its bracket, to its end.
///
/// @param known whether all arguments stand there as plain constants
record Site(long at, long open, long end, boolean known) {

    static Site at(long at) {
        return new Site(at, at, at, false);
    }
}
