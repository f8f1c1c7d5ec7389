package dev.assay.server;

import static dev.assay.server.RunningHub.ADMIN;
import static dev.assay.server.RunningHub.ALICE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.inspect.Inspection;
import dev.assay.inspect.Inspections;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// What was found in every file, for whoever replays a policy.
@DisplayNameGeneration(ReplaceUnderscores.class)
class InspectionsSpec {

    private static final byte[] FILE = "{\"model_type\": \"told again\"}\n".getBytes(UTF_8);

    private final RunningHub hub = RunningHub.get();

    @Test
    void an_administrator_reads_the_facts_on_file_page_by_page() throws Exception {
        hub.commit(hub.repository(), "config.json", FILE);

        var answer = hub.bytes("/api/assay/inspections", ADMIN);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(subjects(answer.body())).contains(Digest.of(FILE)).doesNotHaveDuplicates();
        var rest = hub.bytes("/api/assay/inspections?after=" + Digest.of(FILE).hex(), ADMIN);
        assertThat(subjects(rest.body())).doesNotContain(Digest.of(FILE));
    }

    @Test
    void nobody_else_reads_them() throws Exception {
        assertThat(hub.get("/api/assay/inspections", ALICE).statusCode()).isEqualTo(403);
        assertThat(hub.get("/api/assay/inspections", "").statusCode()).isEqualTo(401);
        assertThat(hub.get("/api/assay/inspections?after=x'", ADMIN).statusCode())
                .isEqualTo(400);
    }

    @Test
    void beside_a_hub_that_runs_its_data_folder_says_the_same() throws Exception {
        hub.commit(hub.repository(), "config.json", FILE);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();

        var code = Stored.run(
                List.of(hub.data().toString()),
                Map.of(),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));

        assertThat(code).as(err.toString(UTF_8)).isZero();
        assertThat(subjects(out.toByteArray())).contains(Digest.of(FILE));
        assertThat(Stored.run(
                        List.of(hub.data().resolve("git").toString()),
                        Map.of(),
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8)))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("is not the data folder of a hub");
    }

    private static List<Digest> subjects(byte[] stream) throws IOException {
        var all = new ArrayList<Inspection>();
        Inspections.read(new ByteArrayInputStream(stream), all::add);
        return all.stream().map(Inspection::subject).toList();
    }
}
