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
}
