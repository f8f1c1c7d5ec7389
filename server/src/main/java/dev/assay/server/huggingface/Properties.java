package dev.assay.server.huggingface;

import dev.assay.repo.Kind;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Problem;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/// The properties a client may ask for by name (`expand`), a kind.
final class Properties {

    private static final List<String> MODEL = List.of(
            "author",
            "baseModels",
            "cardData",
            "childrenModelCount",
            "config",
            "createdAt",
            "disabled",
            "downloads",
            "downloadsAllTime",
            "evalResults",
            "gated",
            "gguf",
            "inference",
            "inferenceProviderMapping",
            "lastModified",
            "library_name",
            "likes",
            "mask_token",
            "model-index",
            "pipeline_tag",
            "private",
            "resourceGroup",
            "safetensors",
            "sha",
            "siblings",
            "spaces",
            "tags",
            "transformersInfo",
            "trendingScore",
            "usedStorage",
            "widgetData");

    private static final List<String> DATASET = List.of(
            "author",
            "cardData",
            "citation",
            "createdAt",
            "description",
            "disabled",
            "downloads",
            "downloadsAllTime",
            "gated",
            "lastModified",
            "likes",
            "mainSize",
            "paperswithcode_id",
            "private",
            "resourceGroup",
            "sha",
            "siblings",
            "tags",
            "trendingScore",
            "usedStorage");

    private static final List<String> SPACE = List.of(
            "author",
            "cardData",
            "createdAt",
            "datasets",
            "disabled",
            "lastModified",
            "likes",
            "models",
            "private",
            "region",
            "resourceGroup",
            "runtime",
            "sdk",
            "sha",
            "siblings",
            "subdomain",
            "tags",
            "trendingScore",
            "usedStorage");

    /// Asked for by older clients, and in no list.
    private static final Set<String> TOLERATED = Set.of("gitalyUid", "xetEnabled");

    private Properties() {}

    /// @throws Failure 400 in the words that clients take apart, if one of them is not known
    static void check(Kind kind, Collection<String> asked) {
        var known = of(kind);
        if (!asked.stream().allMatch(it -> known.contains(it) || TOLERATED.contains(it))) {
            throw new Failure(new Problem(400, "\"expand\" must be one of [" + String.join(", ", known) + "]"));
        }
    }

    private static List<String> of(Kind kind) {
        return switch (kind) {
            case MODEL -> MODEL;
            case DATASET -> DATASET;
            case SPACE -> SPACE;
        };
    }
}
