package dev.assay.server.huggingface;

import dev.assay.repo.Entry;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.Revision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A repository as lists and its own address describe it: a map, because which members are there depends on what
/// was asked for.
final class Description {

    private static final int PAGE = 1_000;

    private final Repositories repositories;
    private final Cards cards;

    Description(Repositories repositories, Cards cards) {
        this.repositories = repositories;
        this.cards = cards;
    }

    /// Members that cost nothing, for lists.
    Map<String, Object> brief(Repository repository) {
        return brief(repository, cards.of(repository));
    }

    private Map<String, Object> brief(Repository repository, Map<String, Object> card) {
        var shape = identity(repository);
        var kind = repository.kind();
        shape.put("author", repository.name().namespace());
        shape.put("private", repository.hidden());
        shape.put("gated", false);
        shape.put("disabled", false);
        shape.put("createdAt", Wire.time(repository.createdAt()));
        shape.put("lastModified", Wire.time(repository.modifiedAt()));
        shape.put("likes", 0);
        if (kind != Kind.SPACE) {
            shape.put("downloads", 0);
        }
        shape.put("tags", cards.tags(repository));
        if (kind == Kind.MODEL) {
            text(card, "pipeline_tag").ifPresent(it -> shape.put("pipeline_tag", it));
            text(card, "library_name").ifPresent(it -> shape.put("library_name", it));
        }
        if (kind == Kind.SPACE) {
            shape.put("sdk", repository.sdk());
            shape.put("subdomain", subdomain(repository));
        }
        return shape;
    }

    /// All members, as of one revision; tags are those of the default branch, by which it is found.
    Map<String, Object> full(Repository repository, Revision revision, boolean blobs) throws IOException {
        var card = cards.of(revision);
        var shape = brief(repository, card);
        shape.put("sha", revision.commit());
        shape.put("siblings", siblings(revision, blobs));
        shape.put("cardData", card);
        shape.put("usedStorage", 0);
        if (repository.kind() == Kind.SPACE) {
            shape.put("runtime", Map.of("stage", "NO_APP_FILE"));
            shape.put("models", List.of());
            shape.put("datasets", List.of());
        }
        return shape;
    }

    /// Only these members.
    Map<String, Object> only(Repository repository, Optional<Revision> revision, Set<String> properties)
            throws IOException {
        var shape = identity(repository);
        var all = revision.isPresent() ? full(repository, revision.get(), false) : brief(repository);
        all.put("downloadsAllTime", 0);
        all.put("trendingScore", 0);
        all.put("xetEnabled", true);
        for (var property : properties) {
            var value = all.get(property);
            if (value != null) {
                shape.put(property, value);
            }
        }
        return shape;
    }

    /// The default branch, if there is one yet.
    Optional<Revision> head(Repository repository) {
        try {
            return Optional.of(repositories.revision(repository, "main"));
        } catch (Missing nothingYet) {
            return Optional.empty();
        }
    }

    /// Every file of a revision, in the order of their paths.
    List<Entry> files(Revision revision) {
        var files = new ArrayList<Entry>();
        var mark = "";
        do {
            var page = repositories.tree(revision, "", true, PAGE, mark);
            page.items().stream().filter(it -> !it.folder()).forEach(files::add);
            mark = page.next().orElse("");
        } while (!mark.isEmpty());
        return files;
    }

    private static Map<String, Object> identity(Repository repository) {
        var shape = new LinkedHashMap<String, Object>();
        shape.put("_id", repository.publicId());
        shape.put("id", repository.name().toString());
        if (repository.kind() == Kind.MODEL) {
            shape.put("modelId", repository.name().toString());
        }
        return shape;
    }

    private List<Map<String, Object>> siblings(Revision revision, boolean blobs) {
        return files(revision).stream()
                .map(it -> {
                    var sibling = new LinkedHashMap<String, Object>();
                    sibling.put("rfilename", it.path());
                    if (blobs) {
                        sibling.put("size", it.size());
                        sibling.put("blobId", it.oid());
                        Lfs.of(it).ifPresent(lfs -> sibling.put("lfs", lfs));
                    }
                    return (Map<String, Object>) sibling;
                })
                .toList();
    }

    /// The same facts as in a tree, under the names used here.
    record Lfs(String sha256, long size, int pointerSize) {

        static Optional<Lfs> of(Entry entry) {
            return Wire.Lfs.of(entry).map(it -> new Lfs(it.oid(), it.size(), it.pointerSize()));
        }
    }

    private static Optional<String> text(Map<String, Object> card, String key) {
        return card.get(key) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static String subdomain(Repository space) {
        return (space.name().namespace() + "-" + space.name().name())
                .toLowerCase(java.util.Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
    }
}
