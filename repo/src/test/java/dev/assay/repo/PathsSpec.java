package dev.assay.repo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PathsSpec {

    @Test
    void an_ordinary_path_is_kept_as_it_is() {
        for (var path : List.of(
                "config.json",
                ".gitattributes",
                ".github/workflows/test.yml",
                "a/b/c d/ü?#%.txt",
                "weights/model-00001-of-00002.safetensors",
                "git",
                "x.git",
                ".git2",
                "..a/b..",
                "...",
                "日本語/モデル.bin",
                "back\\slash")) {
            assertThat(Paths.file(path)).isEqualTo(path);
        }
    }

    @Test
    void a_path_is_text_with_no_part_empty() {
        for (var path : List.of("", "/", "/etc/passwd", "a//b", "a/", "a\nb", "a\u0000b", "a\u007fb", "\ud800.txt")) {
            refused(path);
        }
    }

    @Test
    void a_path_stays_inside() {
        for (var path : List.of(".", "..", "../a", "a/../b", "a/..", "./a", "a/./b", "..\\a")) {
            refused(path);
        }
    }

    /// Git's own list of what some file system takes for its folder: see `verify_path` and `is_ntfs_dotgit`.
    @Test
    void no_part_of_a_path_is_git_s_folder_on_any_system() {
        for (var path : List.of(
                ".git/config",
                "a/.git/hooks/post-checkout",
                ".GIT/config",
                ".git",
                ".git./config",
                ".git /config",
                ".git . ./config",
                "git~1/config",
                "GIT~1/config",
                ".git::$INDEX_ALLOCATION/config",
                ".git\\config",
                "a\\.git\\config",
                ".g\u200cit/config",
                "\ufeff.git/config",
                ".git\u202e/config")) {
            refused(path);
        }
    }

    @Test
    void a_part_has_at_most_255_bytes() {
        var path = "a/" + "x".repeat(255);
        assertThat(Paths.file(path)).isEqualTo(path);
        refused(path + "x");
        refused("ü".repeat(128));
    }

    @Test
    void a_path_has_at_most_100_parts_and_4096_bytes() {
        var path = "a/".repeat(99) + "b";
        assertThat(Paths.file(path)).isEqualTo(path);
        refused("a/" + path);
        refused(("x".repeat(200) + "/").repeat(21) + "y");
    }

    @Test
    void a_folder_may_be_written_with_a_slash_behind_it() {
        for (var path : List.of("a/b/", "a/b")) {
            assertThat(Paths.folder(path)).isEqualTo("a/b");
        }
    }

    private static void refused(String path) {
        assertThatThrownBy(() -> Paths.file(path))
                .isInstanceOfSatisfying(
                        Invalid.class,
                        e -> assertThat(e.what())
                                .startsWith("not a path: '")
                                .hasSizeLessThan(400)
                                .doesNotContain("\n", "\u0000"));
    }
}
