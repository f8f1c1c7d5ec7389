package dev.assay.inspect.format.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class YamlTreeSpec {

    @Test
    void a_path_has_the_keys_alone_however_many_lists_are_around_it() {
        assertThat(paths("a:\n" + "- ".repeat(2_000) + "b: c\n")).isEqualTo(List.of("a.b=c"));
        assertThat(paths("a: {b: [[[{c: d}], e]], f: g}\nh: i\n"))
                .isEqualTo(List.of("a.b.c=d", "a.b=e", "a.f=g", "h=i"));
    }

    @Test
    void colons_without_keys_are_passed_however_many_there_are() {
        assertThat(paths(": ".repeat(300_000) + "a\n")).isEqualTo(List.of("=a"));
    }

    private static List<String> paths(String text) {
        var all = new ArrayList<String>();
        new YamlTree(MemorySegment.ofArray(text.getBytes(UTF_8)), new YamlTree.Listener() {
                    @Override
                    public void scalar(long at, List<String> path, String value, boolean plain) {
                        all.add(String.join(".", path) + "=" + value);
                    }

                    @Override
                    public void opens(long at, List<String> path, boolean object) {}

                    @Override
                    public void closes() {}

                    @Override
                    public void swells(long at) {}
                })
                .walk();
        return all;
    }
}
