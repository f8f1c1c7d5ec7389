package dev.assay.repo;

import java.util.List;
import java.util.Optional;

/// One page of a list, and the mark that continues it; the last page has none.
public record Page<T>(List<T> items, Optional<String> next) {

    public Page {
        items = List.copyOf(items);
    }
}
