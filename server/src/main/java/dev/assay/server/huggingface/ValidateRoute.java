package dev.assay.server.huggingface;

import dev.assay.repo.FrontMatter;
import dev.assay.server.http.Json;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.util.List;
import java.util.Map;
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
        var yaml = FrontMatter.of(content).map(FrontMatter::yaml).orElse("");
        if (yaml.isBlank()) {
            return Json.ok(new Answer(
                    List.of(),
                    List.of(new Message("empty or missing yaml metadata in repo card: it says nothing about this"
                            + " repository to those who search"))));
        }
        var wrong = Cards.wrong(content);
        return wrong.isPresent() ? invalid(wrong.get()) : Json.ok(new Answer(List.of(), List.of()));
    }

    private static ServerResponse invalid(String sentence) {
        return Json.answer(400, Map.of(), new Answer(List.of(new Message(sentence)), List.of()));
    }
}
