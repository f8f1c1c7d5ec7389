package dev.assay.server.web;

import java.util.List;
import java.util.Optional;

/// One line of a folder.
///
/// @param name the last part of its path
/// @param link where it leads
/// @param size in words; empty for a folder
/// @param badge how its bytes stand; empty for a folder
/// @param reasons what keeps it in, in sentences
public record FileLine(String name, String link, String size, Optional<Badge> badge, List<String> reasons) {

    public FileLine {
        reasons = List.copyOf(reasons);
    }
}
