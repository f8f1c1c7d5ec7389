package dev.assay.repo;

import java.time.Instant;

/// A named history of revisions, owned by a user or an organisation.
///
/// @param id the database's number
/// @param publicId 24 hexadecimal digits, what the API calls `_id`
/// @param hidden whether only those with a grant know that it exists
/// @param sdk for spaces: gradio, docker, static or streamlit; else empty
/// @param modifiedAt when a branch last moved
public record Repository(
        long id,
        String publicId,
        Kind kind,
        RepositoryName name,
        boolean hidden,
        String sdk,
        Instant createdAt,
        Instant modifiedAt) {}
