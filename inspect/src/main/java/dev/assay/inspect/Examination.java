package dev.assay.inspect;

import java.io.IOException;
import java.io.InputStream;

/// What a [Format] may do with what it reads: state a fact, hand on what it unpacked, and say what it understood.
public interface Examination {

    void note(Finding finding);

    /// Examines a member whose bytes are at hand.
    void enter(Specimen member);

    /// Unpacks a member within the limits and examines it. What does not fit is a finding, never silence.
    ///
    /// @param unpacking gives the member's bytes; read to its end or to the limit, then closed
    void unpack(Place member, InputStream unpacking) throws IOException;

    /// The bytes from (inclusive) to (exclusive) of this specimen were understood: read, or plain data by the
    /// format's own rules. Bytes nobody covers end as a [Finding.Eludes].
    void covers(Specimen specimen, long from, long to);
}
