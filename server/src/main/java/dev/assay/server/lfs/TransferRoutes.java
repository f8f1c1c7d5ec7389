package dev.assay.server.lfs;

import static dev.assay.server.lfs.LfsRoutes.answer;
import static dev.assay.server.lfs.LfsRoutes.spoken;

import dev.assay.gate.Gate;
import dev.assay.gate.Vault;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.people.People;
import dev.assay.server.http.BlobAnswer;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Reserve;
import dev.assay.server.http.Route;
import dev.assay.server.http.Seals;
import dev.assay.server.http.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The bytes of LFS objects, to and fro, at the addresses that batch gave out. What arrives goes to the gate, which
/// names it by what it is; a claimed digest that is not that one is refused, and nobody gets to name the bytes.
public final class TransferRoutes {

    private final Repositories repositories;
    private final People people;
    private final Gate gate;
    private final Vault vault;
    private final Seals seals;
    private final Clock clock;
    private final Traffic traffic;
    private final Reserve reserve;
    private final Parts parts;
    private final long partSize;

    public TransferRoutes(
            Repositories repositories,
            People people,
            Gate gate,
            Vault vault,
            Seals seals,
            Clock clock,
            Traffic traffic,
            Reserve reserve,
            Path folder,
            long partSize) {
        this.repositories = repositories;
        this.people = people;
        this.gate = gate;
        this.vault = vault;
        this.seals = seals;
        this.clock = clock;
        this.traffic = traffic;
        this.reserve = reserve;
        this.parts = new Parts(folder, clock);
        this.partSize = partSize;
    }

    public List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var kind : List.of(Kind.DATASET, Kind.SPACE, Kind.MODEL)) {
            var object = LfsRoutes.root(kind) + "/objects/{sha256}";
            routes.add(Route.get(object, spoken(request -> get(request, kind))));
            routes.add(Route.put(object, spoken(request -> put(request, kind))));
            routes.add(Route.put(object + "/parts/{part}", spoken(request -> part(request, kind))));
            routes.add(Route.post(object + "/parts", spoken(request -> join(request, kind))));
        }
        return routes;
    }

    /// Removes parts of uploads that were never finished.
    public void sweep() throws IOException {
        parts.sweep();
    }

    private ServerResponse get(ServerRequest request, Kind kind) throws IOException {
        var shown = Pass.shown("get", request, kind, seals, clock, people);
        var pass = shown.pass();
        // Whoever lost the right since is stopped here; the gate is asked again as well.
        var repository = repositories.find(shown.caller(), kind, pass.name());
        if (!repositories.holds(repository, pass.digest())) {
            throw new Missing(Missing.Kind.ENTRY, "No such object");
        }
        var blob = vault.open(gate.clear(pass.digest()));
        return new BlobAnswer(
                        blob,
                        pass.digest().hex(),
                        "application/octet-stream",
                        Map.of("Content-Disposition", "attachment", "Cache-Control", "no-cache"),
                        traffic)
                .answer(request.servletRequest());
    }

    private ServerResponse put(ServerRequest request, Kind kind) throws IOException {
        var shown = Pass.shown("put", request, kind, seals, clock, people);
        receive(shown, body(request, shown.pass().size()));
        return answer(200, Map.of());
    }

    private ServerResponse part(ServerRequest request, Kind kind) throws IOException {
        var pass = Pass.shown("part", request, kind, seals, clock, people).pass();
        var number = number(request, pass);
        var etag = parts.keep(upload(pass), number, body(request, length(pass, number)));
        return ServerResponse.ok().header("ETag", '"' + etag + '"').build((asking, response) -> {
            response.setContentLength(0);
            return null;
        });
    }

    /// Joins what is here. Which parts the client lists says nothing that the joined bytes do not say better.
    private ServerResponse join(ServerRequest request, Kind kind) throws IOException {
        var shown = Pass.shown("part", request, kind, seals, clock, people);
        var pass = shown.pass();
        Json.object(request);
        var count = (int) Math.ceilDiv(pass.size(), partSize);
        var upload = upload(pass);
        for (int number = 1; number <= count; number++) {
            if (parts.size(upload, number) != length(pass, number)) {
                throw new Failure(400, "Part " + number + " of " + count + " was not sent, or not whole.");
            }
        }
        try (var joined = new Bounded(parts.joined(upload, count), pass.size())) {
            receive(shown, reserve.guard(joined));
        }
        parts.forget(upload);
        return answer(200, Map.of());
    }

    private void receive(Pass.Shown shown, InputStream bytes) throws IOException {
        var pass = shown.pass();
        var repository = repositories.find(shown.caller(), pass.kind(), pass.name());
        var received = gate.receive(bytes);
        traffic.received(received.size());
        if (!received.digest().equals(pass.digest())) {
            throw new Failure(
                    422,
                    "The bytes that arrived are " + received.digest() + ", not " + pass.digest() + " as announced.");
        }
        repositories.uploaded(shown.caller(), repository, received.digest());
    }

    private InputStream body(ServerRequest request, long size) throws IOException {
        var length = request.servletRequest().getContentLengthLong();
        if (length >= 0 && length != size) {
            throw new Failure(400, "The body has " + length + " bytes, and " + size + " were announced.");
        }
        reserve.check(size);
        return reserve.guard(new Bounded(request.servletRequest().getInputStream(), size));
    }

    private int number(ServerRequest request, Pass pass) {
        try {
            var number = Integer.parseInt(request.pathVariable("part"));
            if (number >= 1 && number <= Math.ceilDiv(pass.size(), partSize)) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the one sentence for both.
        }
        throw new Failure(400, "There is no such part.");
    }

    private long length(Pass pass, int number) {
        return Math.min(partSize, pass.size() - (number - 1) * partSize);
    }

    /// One upload a pass: two people who send the same object do not write into each other's parts.
    private String upload(Pass pass) {
        return seals.mark(
                "upload",
                pass.kind().word(),
                pass.name().toString(),
                pass.digest().hex(),
                Long.toString(pass.size()),
                pass.account(),
                Long.toString(pass.ends()));
    }
}
