package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The schemas that their makers publish, out of the jars on the class path. Nothing is fetched.
final class Schemas {

    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7, it -> it.schemas(Schemas::text));

    private Schemas() {}

    /// What is wrong with this document; empty if nothing is.
    static List<Error> sarif(String document) {
        return against("http://localhost/schema/sarif-schema-2.1.0.json", document);
    }

    static List<Error> cyclonedx(String document) {
        return against("http://cyclonedx.org/schema/bom-1.6.schema.json", document);
    }

    private static List<Error> against(String schema, String document) {
        return REGISTRY.getSchema(SchemaLocation.of(schema))
                .validate(
                        document,
                        InputFormat.JSON,
                        it -> it.executionConfig(config -> config.formatAssertionsEnabled(true)));
    }

    private static @Nullable String text(String iri) {
        var name = iri.substring(iri.lastIndexOf('/') + 1);
        for (var folder : List.of("/", "/schema/")) {
            try (var in = Schemas.class.getResourceAsStream(folder + name)) {
                if (in != null) {
                    return new String(in.readAllBytes(), UTF_8);
                }
            } catch (IOException broken) {
                throw new UncheckedIOException("the schema " + name + " cannot be read", broken);
            }
        }
        return null;
    }
}
