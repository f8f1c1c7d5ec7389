package dev.assay.server.huggingface;

import dev.assay.server.http.Json;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `POST /api/validate-yaml`: whether a card's front matter is YAML. Clients ask before every commit that holds a
/// `README.md`.
public final class ValidateRoute {

    public List<Route> routes() {
        return List.of(Route.post("/api/validate-yaml", this::validate));
    }

    record Answer(List<Message> errors, List<Message> warnings) {}

    record Message(String message) {}

    private ServerResponse validate(ServerRequest request) throws IOException {
        var content = Json.text(Json.object(request), "content");
        var matter = frontMatter(content);
        if (matter.isEmpty()) {
            return Json.ok(new Answer(
                    List.of(),
                    List.of(new Message("empty or missing yaml metadata in repo card: it says nothing about this"
                            + " repository to those who search"))));
        }
        try {
            var read = Cards.load(matter.get());
            if (read != null && !(read instanceof Map<?, ?>)) {
                return invalid("The metadata must be lines of `name: value`.");
            }
            return Json.ok(new Answer(
                    List.of(), read == null ? List.of(new Message("empty yaml metadata in repo card")) : List.of()));
        } catch (YamlEngineException malformed) {
            return invalid(String.valueOf(malformed.getMessage()));
        }
    }

    private static ServerResponse invalid(String sentence) {
        return Json.answer(400, Map.of(), new Answer(List.of(new Message(sentence)), List.of()));
    }

    /// The lines between a first line of three dashes and the next such line.
    static Optional<String> frontMatter(String content) {
        var text = content.replace("\r\n", "\n");
        if (!text.startsWith("---\n")) {
            return Optional.empty();
        }
        var end = text.indexOf("\n---", 3);
        return end < 0
                ? Optional.empty()
                : Optional.of(text.substring(4, Math.max(4, end + 1))).filter(it -> !it.isBlank());
    }
}
