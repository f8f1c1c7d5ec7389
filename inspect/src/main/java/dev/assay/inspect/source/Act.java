package dev.assay.inspect.source;

/// Something that a source does to the machine.
///
/// @param at where it stands in the file, in bytes
/// @param sense what that comes to, where it is known: `downloading into a shell`; else empty
/// @param what the call as it is written, with the function's full name: `os.system('true')`
public record Act(long at, When when, String sense, String what) {

    /// The act as the words behind *runs*: `at import, downloading into a shell: os.system('…')`.
    public String sentence() {
        return when.words() + (sense.isEmpty() ? "" : ", " + sense) + ": " + what;
    }
}
