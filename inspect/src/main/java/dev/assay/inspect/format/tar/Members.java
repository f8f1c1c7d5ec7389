package dev.assay.inspect.format.tar;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The members of an archive, by all the names they have.
final class Members {

    /// What the first PyTorch wrote: an archive of these, which its reader still takes by their names and unpickles.
    private static final Set<String> FIRST_TORCH = Set.of("sys_info", "pickle", "storages", "tensors");

    /// What fits into eleven octal digits need not be said elsewhere.
    private static final long LARGE = 1L << 33;

    private final Specimen specimen;
    private final Examination examination;
    private final Set<String> seen = new HashSet<>();
    private final Set<String> folded = new HashSet<>();

    Members(Specimen specimen, Examination examination) {
        this.specimen = specimen;
        this.examination = examination;
    }

    /// @param extended what stood before the header about this member
    /// @param data where its bytes begin
    /// @param size how many there are
    void member(Header header, Map<String, String> extended, long data, long size) {
        var name = extended.getOrDefault("path", header.name());
        var there = specimen.place().at(header.at());
        names(header, name, extended.getOrDefault("GNU.sparse.name", name), there);
        if (size != header.size() && size < LARGE) {
            examination.note(new Finding.Differs(
                    there, "its header says that it has " + header.size() + " bytes, what stands before it " + size));
        }
        kind(header, name, extended.getOrDefault("linkpath", header.link()), there);
        if (header.type() == 'S' || extended.keySet().stream().anyMatch(it -> it.startsWith("GNU.sparse"))) {
            examination.note(new Finding.Eludes(there, "it is a sparse member, which we do not put together"));
        }
        if (size > 0) {
            var member = specimen.part(name, data, data + size);
            if (FIRST_TORCH.contains(name)) {
                examination.expects(member.place(), "pickle");
            }
            examination.enter(member);
        }
    }

    private void names(Header header, String name, String sparse, Place there) {
        leaves(name, there);
        if (!header.name().equals(name)) {
            leaves(header.name(), there);
        }
        if (!sparse.equals(name)) {
            leaves(sparse, there);
        }
        if (!header.isFile()) {
            return;
        }
        if (!seen.add(name)) {
            examination.note(
                    new Finding.Differs(there, "the name '" + Place.printable(name) + "' stands twice in the archive"));
        } else if (!folded.add(fold(name))) {
            examination.note(new Finding.Differs(
                    there, "the name '" + Place.printable(name) + "' stands twice but for its spelling"));
        }
        if (name.indexOf('\0') >= 0) {
            examination.note(new Finding.Differs(there, "the name '" + Place.printable(name) + "' ends differently"));
        }
    }

    private void leaves(String path, Place there) {
        if (Header.leaves(path)) {
            examination.note(new Finding.Escapes(there, Place.printable(path)));
        }
    }

    /// Readers agree on what a name means only once its dots are gone. Where tapes come from, cases are told apart.
    private static String fold(String name) {
        return name.replaceAll("(^|/)(?:\\./)+", "$1");
    }

    private void kind(Header header, String name, String link, Place there) {
        switch (header.type()) {
            case '1', '2' -> {
                var from = name.lastIndexOf('/');
                var path = header.type() == '2' && from >= 0 ? name.substring(0, from + 1) + link : link;
                if (link.startsWith("/") || Header.leaves(path)) {
                    examination.note(new Finding.Escapes(there, Place.printable(link) + " by a link"));
                } else {
                    examination.note(new Finding.Departs(there, "a link to " + Place.printable(link)));
                }
            }
            case '3', '4', '6' -> examination.note(new Finding.Departs(there, "a device or a pipe"));
            case 'M' -> examination.note(new Finding.Departs(there, "the rest of a member on another tape"));
            default -> {} // a file, a folder, or a kind that readers take for a file
        }
    }
}
