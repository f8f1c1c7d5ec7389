package dev.assay.server.operations;

import dev.assay.server.http.Json;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Route;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// `/healthz` (the process answers), `/readyz` (it can do its work), `/metrics` (Prometheus).
public final class HealthRoutes {

    private final PrometheusMeterRegistry meters;
    private final GateMeters gate;
    private final Supplier<Optional<String>> unready;

    /// @param unready why the hub cannot do its work now; empty if it can
    public HealthRoutes(PrometheusMeterRegistry meters, GateMeters gate, Supplier<Optional<String>> unready) {
        this.meters = meters;
        this.gate = gate;
        this.unready = unready;
    }

    public List<Route> routes() {
        return List.of(
                Route.get("/healthz", request -> Json.ok(Map.of("status", "up"))),
                Route.get("/readyz", request -> {
                    var why = unready.get();
                    return why.isEmpty()
                            ? Json.ok(Map.of("status", "ready"))
                            : Json.problem(new Problem(503, "", why.get(), "").with("Retry-After", "5"));
                }),
                Route.get("/metrics", request -> {
                    gate.look();
                    return Json.bytes(
                            200,
                            Map.of(),
                            "text/plain; version=0.0.4; charset=utf-8",
                            meters.scrape().getBytes(StandardCharsets.UTF_8));
                }));
    }
}
