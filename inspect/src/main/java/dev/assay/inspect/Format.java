package dev.assay.inspect;

/// A file format: how its bytes are recognised, and what they do to whoever loads them.
///
/// A new format is one package, one implementation of this interface, and one line in `Formats`.
/// Formats do not know each other: what a container holds is [entered][Examination#enter], and
/// meets whichever format claims it.
public interface Format {

    String name();

    /// Judged on bytes alone. The file's name is a claim its author makes, and is not evidence.
    boolean claims(Specimen specimen);

    /// States what was found as it is found, so that nothing is lost if the bytes break later, and states
    /// which bytes it understood ([Examination#covers]): what nobody covers was not inspected.
    void analyse(Specimen specimen, Examination examination) throws Malformed;

    /// Where a file of this format begins among bytes that no reader understood, or -1. Only for formats whose readers
    /// are told where to begin, so that anything may stand before it; looks at a bounded number of places.
    ///
    /// @param from the first byte that was not understood
    default long among(Specimen specimen, long from) {
        return -1;
    }
}
