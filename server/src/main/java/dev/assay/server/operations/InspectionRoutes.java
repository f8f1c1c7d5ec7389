package dev.assay.server.operations;

import dev.assay.gate.StoredInspections;
import dev.assay.inspect.Inspections;
import dev.assay.repo.Denied;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Route;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// `GET /api/assay/inspections?after=SHA256`: the facts on file, a page at a time, for administrators.
/// `Link` names the next page.
///
/// This is what `assay policy test --stored URL` replays a policy over. No byte of a blob is in it, only
/// what was found.
public final class InspectionRoutes {

    private static final int PAGE = 500;

    private final Callers callers;
    private final StoredInspections stored;

    public InspectionRoutes(Callers callers, StoredInspections stored) {
        this.callers = callers;
        this.stored = stored;
    }

    public List<Route> routes() {
        return List.of(Route.get("/api/assay/inspections", this::page));
    }

    private ServerResponse page(ServerRequest request) throws IOException {
        if (!callers.account(request).admin()) {
            throw new Denied("Only an administrator may read what was found in every file", "Ask one for it.");
        }
        var after = request.param("after").orElse("");
        if (!after.matches("[0-9a-f]{0,64}")) {
            throw new Failure(400, "\"after\" is the SHA-256 digest the page before ended with.");
        }
        var page = stored.page(after, PAGE);
        var bytes = new ByteArrayOutputStream();
        try (var out = new Inspections.Writer(bytes)) {
            for (var inspection : page) {
                out.write(inspection);
            }
        }
        var headers = page.size() < PAGE
                ? Map.<String, String>of()
                : Map.of(
                        "Link",
                        "</api/assay/inspections?after="
                                + page.getLast().subject().hex() + ">; rel=\"next\"");
        return Json.bytes(200, headers, "application/octet-stream", bytes.toByteArray());
    }
}
