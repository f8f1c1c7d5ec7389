package dev.assay.inspect.format.text;

import static dev.assay.inspect.Reports.inspection;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(ReplaceUnderscores.class)
class XmlModelSpec {

    @Test
    void tables_of_numbers_are_data() {
        assertThat(report("<PMML version=\"4.4\"><Header/><Extension name=\"x\">text</Extension>"
                        + "<Apply function=\"+\"><Constant>1</Constant></Apply></PMML>"))
                .isEmpty();
        assertThat(report("<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\"><layers>"
                        + "<layer id=\"0\" type=\"Const\" version=\"opset1\">"
                        + "<data element_type=\"f32\" offset=\"0\" size=\"16\"/></layer></layers></net>"))
                .isEmpty();
        assertThat(inspection("<PMML version=\"4.4\"><Header/></PMML>".getBytes(UTF_8))
                        .format())
                .isEqualTo("pmml");
    }

    @Test
    void what_is_fetched_run_or_looked_up_by_name_is_told() {
        Map.of(
                        "<!DOCTYPE PMML><PMML/>", "names a document type",
                        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><p:PMML xmlns:p=\"x\"/>",
                                "names a document type",
                        "<PMML><i:include xmlns:i=\"http://www.w3.org/2001/XInclude\" href=\"x\"/></PMML>",
                                "names a document to include",
                        "<PMML><script>x</script></PMML>", "runs a script in the model",
                        "<PMML><Extension extender=\"groovy-script\" value=\"x\"/></PMML>",
                                "runs an extension of the model",
                        "<PMML><Apply function=\"com&#46;acme.Evil\"/></PMML>",
                                "names the function com.acme.Evil, which somebody else has to bring",
                        "<net><layer type=\"Reverse\" version=\"extension\"/></net>",
                                "names the operator extension::Reverse, which somebody else has to bring",
                        "<net><layer type=\"X\" version=\"opset1\" library=\"../libx.so\"/></net>",
                                "names the library ../libx.so",
                        "<net><layer version=\"opset1\"><data element_type=\"f32\" offset=\"-8\"/></layer></net>",
                                "numbers at the offset -8")
                .forEach((text, said) -> assertThat(report(text)).as(text).contains(said));
    }

    @Test
    void comments_and_quotes_hide_nothing() {
        assertThat(report("<!-- <net> --><PMML><!-- > --><a b=\">\"/><script/></PMML>"))
                .contains("runs a script in the model");
        assertThat(report("<PMML><![CDATA[<script>]]></PMML>")).doesNotContain("runs a script in the model");
        assertThat(report("<PMML><a b=\"")).contains("the XML tag does not end");
    }

    private static String report(String text) {
        return inspection(text.getBytes(UTF_8)).report("it");
    }
}
