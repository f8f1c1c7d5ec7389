package dev.assay.inspect.neighbours;

import static dev.assay.forge.PickleForge.pickle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.Specimen;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
final class NeighboursSpec {

    private static final byte[] DICTIONARY =
            pickle(2).global("collections", "OrderedDict").raw(")R.").done();

    @Test
    void a_file_beside_a_pickle_that_has_the_name_of_what_it_imports_decides_what_that_is() {
        assertThat(said("weights/data.pkl", "weights/collections.py"))
                .containsExactly("differs between readers: some find the module collections in weights/collections.py,"
                        + " others where it is installed");
    }

    @Test
    void so_do_a_package_a_compiled_file_and_what_lies_at_the_root() {
        assertThat(said("a/data.pkl", "a/collections/__init__.py")).hasSize(1);
        assertThat(said("a/data.pkl", "a/collections.cpython-313-x86_64-linux-gnu.so"))
                .hasSize(1);
        assertThat(said("a/b/data.pkl", "collections.py")).hasSize(1);
        assertThat(said("a/data.pkl", "a/collections.pyw")).hasSize(1);
        assertThat(said("a/data.pkl", "a/collections/__init__.abi3.so")).hasSize(1);
    }

    @Test
    void what_lies_elsewhere_or_is_no_code_does_not() {
        assertThat(said("a/data.pkl", "b/collections.py", "a/collections.txt", "a/collections/notes.py"))
                .isEmpty();
    }

    @Test
    void what_is_part_of_the_interpreter_cannot_be_shadowed() {
        var file = pickle(2)
                .global("_codecs", "encode")
                .raw("(")
                .text("a")
                .text("latin1")
                .raw("tR.");

        assertThat(said(file.done(), "data.pkl", "_codecs.py")).isEmpty();
    }

    @Test
    void a_class_of_their_own_is_found_beside_it_too() {
        var file = pickle(2).global("acme.layers", "Block").raw(")\u0081.");

        assertThat(said(file.done(), "model.pkl", "acme/__init__.py", "acme/layers.py"))
                .containsExactly("differs between readers: some find the module acme in acme/__init__.py, others where"
                        + " it is installed");
    }

    private static List<String> said(String path, String... others) {
        return said(DICTIONARY, path, others);
    }

    private static List<String> said(byte[] bytes, String path, String... others) {
        var alone = Inspector.standard().inspect(Specimen.of(bytes), Digest.of(bytes));
        var joined = new Neighbours(List.of(others)).join(path, alone);
        return joined.findings().stream()
                .filter(it -> !alone.findings().contains(it))
                .map(Finding::predicate)
                .toList();
    }
}
