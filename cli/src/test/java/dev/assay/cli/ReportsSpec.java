package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/// Reports for browsers and build machines, of files whose names would rather be something else.
@DisplayNameGeneration(ReplaceUnderscores.class)
final class ReportsSpec {

    private static final List<String> NAMES = List.of(
            "<script>alert(1)</script>.bin",
            "\" onload=\"x' ]]>.bin",
            "a\n::error::x\r%0A.bin",
            "##[error]x.bin",
            "\u001b[2J\u202egpj.bin");

    @TempDir
    Path folder;

    @BeforeEach
    void hostile_names() throws IOException {
        Files.createDirectory(folder.resolve("models"));
        for (var name : NAMES) {
            var file = folder.resolve("models").resolve(name.replace("/", "\u2215"));
            Files.write(file, Samples.marker());
        }
        Files.write(folder.resolve("models/safe.npy"), Samples.array());
        Files.write(folder.resolve("models/z.bin"), new byte[] {0, 1, 2, (byte) 0xff});
    }

    @Test
    void the_page_needs_nothing_from_elsewhere_and_runs_nothing() {
        var page = scan("html");

        assertThat(page).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(page).contains("width=device-width", "prefers-color-scheme: dark", "default-src 'none'");
        assertThat(page.replaceAll("(?s)<style>.*</style>", ""))
                .doesNotContain("<script", "src=", "href=", "url(", "onload=\"", "\u001b", "\u202e");
        assertThat(page).contains("&lt;script&gt;alert(1)&lt;", "posix.system", "1 SAFE", "5 MALICIOUS");
    }

    @Test
    void every_tag_of_the_page_is_one_of_ours_and_closed() {
        var page = scan("html");

        for (var tag : List.of("details", "summary", "ol", "li", "code", "div", "p", "section", "b", "span")) {
            assertThat(count(page, "<" + tag + "[ >]")).as(tag).isEqualTo(count(page, "</" + tag + ">"));
        }
        assertThat(page.replaceAll(
                        "</?(html|head|meta|title|style|body|header|h1|footer|p|details|summary|b|span|ol|li"
                                + "|code|div|section|!doctype)[^<>]*>",
                        ""))
                .doesNotContainPattern("<[^ ]");
    }

    @Test
    void a_build_machine_sees_a_case_for_every_file() throws Exception {
        var suites = xml(scan("junit")).getElementsByTagName("testsuite");

        assertThat(suites.getLength()).isEqualTo(NAMES.size() + 2);
        var failures = IntStream.range(0, suites.getLength())
                .mapToObj(i -> (Element) suites.item(i))
                .peek(it -> {
                    assertThat(it.getAttribute("tests")).isEqualTo("1");
                    assertThat(it.getElementsByTagName("testcase").getLength()).isEqualTo(1);
                    for (var kind : List.of("failure", "error")) {
                        assertThat(it.getElementsByTagName(kind).getLength())
                                .isEqualTo(Integer.parseInt(it.getAttribute(kind + "s")));
                    }
                })
                .filter(it -> it.getAttribute("failures").equals("1"))
                .toList();
        assertThat(failures).hasSize(NAMES.size());
        assertThat(((Element) failures.getFirst()
                                .getElementsByTagName("failure")
                                .item(0))
                        .getAttribute("message"))
                .contains("calls posix.system('echo assay-marker')");
    }

    @Test
    void a_workflow_gets_one_annotation_a_file_and_no_command_of_the_file_s_own() {
        var lines = scan("github").lines().toList();

        var commands =
                lines.stream().filter(it -> it.stripLeading().startsWith("::")).toList();
        assertThat(commands)
                .hasSize(NAMES.size() + 1)
                .allMatch(it -> it.matches("::(error|notice) file=[^,:]*,title=[^,:]*::.*"));
        assertThat(commands.stream().filter(it -> it.startsWith("::error ")))
                .hasSize(NAMES.size())
                .allMatch(it -> it.contains("posix.system"));
    }

    @Test
    void no_line_for_people_is_a_command_either() throws IOException {
        Files.createDirectory(folder.resolve("::error::x"));
        Files.write(folder.resolve("::error::x/m.bin"), Samples.marker());

        assertThat(Lines.plain("::error::x")).isEqualTo("?::error::x");
        assertThat(Lines.plain("a ##[error] b")).doesNotContain("##[");
        assertThat(scan("text")).doesNotContain("##[").doesNotContainPattern("(?m)^\\s*::");
    }

    private String scan(String format) {
        var ran = Ran.assay("scan", "--format", format, folder);
        assertThat(ran.exit()).isEqualTo(1);
        return ran.out();
    }

    private static long count(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().count();
    }

    private static Document xml(String text) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }
}
