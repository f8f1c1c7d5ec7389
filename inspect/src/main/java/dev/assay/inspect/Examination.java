package dev.assay.inspect;

import java.io.InputStream;

/// What a [Format] may do with what it reads: state a fact, hand on what it unpacked, and say what it understood.
public interface Examination {

    void note(Finding finding);

    /// Examines a member whose bytes are at hand.
    void enter(Specimen member);

    /// Examines a member that is plain data by the container's own rules, such as the numbers of a tensor: no reader
    /// of the container interprets it, so nobody needs to claim it. If somebody does, the member is read, because a
    /// payload may be parked there; that it then turns out to be broken is not held against numbers.
    void plain(Specimen member);

    /// Whoever loads this member reads it as this format, whatever its bytes look like; so it is read as that too.
    void expects(Place member, String format);

    /// Unpacks a member within the limits and examines it. What does not fit, or does not unpack to its end, is a
    /// finding, never silence; what came out before is examined.
    ///
    /// @param unpacking gives the member's bytes; read to its end or to the limit, then closed
    void unpack(Place member, InputStream unpacking);

    /// The bytes from (inclusive) to (exclusive) of this specimen were understood: read, or plain data by the
    /// format's own rules. Bytes nobody covers end as a [Finding.Eludes].
    void covers(Specimen specimen, long from, long to);

    /// What stands behind the end that a format has by its own rules: no writer puts it there, most readers never see
    /// it,
    /// and it is examined for itself.
    ///
    /// @param end where it begins; nothing is said if that is the specimen's end
    /// @param what it stands behind: `the archive`
    default void behind(Specimen specimen, long end, String what) {
        if (end < specimen.size()) {
            note(new Finding.Departs(specimen.place().at(end), specimen.size() - end + " bytes behind " + what));
            enter(specimen.part("trailing", end, specimen.size()));
            covers(specimen, end, specimen.size());
        }
    }

    /// A closer name for the specimen than its format's own, for those who read the inspection: `json` for a text.
    void recognises(Specimen specimen, String name);
}
