package dev.assay.server.xet;

import static java.lang.System.Logger.Level.ERROR;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.assay.gate.Busy;
import dev.assay.gate.NoRoom;
import dev.assay.repo.Denied;
import dev.assay.repo.Invalid;
import dev.assay.repo.Missing;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.people.Caller;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Json;
import dev.assay.server.http.Problem;
import dev.assay.server.http.Reserve;
import dev.assay.server.http.Route;
import dev.assay.server.http.Traffic;
import dev.assay.xet.Malformed;
import dev.assay.xet.MerkleHash;
import dev.assay.xet.Shelf;
import dev.assay.xet.SpooledShard;
import dev.assay.xet.XorbStore;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/// The address that large files are sent to, `/xet/EPOCH/ACCOUNT/...`: xorbs first, then a shard.
///
/// Questions about chunks that others may have sent are always answered with no, and files are never described or
/// handed out: whoever wants to read asks for the file by its name, past the gate.
public final class XetRoutes {

    private static final System.Logger log = System.getLogger(XetRoutes.class.getName());

    private static final String ROOT = "/xet/{epoch}/{uploader}";

    /// A client gives up on a shard about which it hears nothing for two minutes.
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private static final String AGAIN =
            "Upload again. If that does not help, remove the client's cache: rm -r ~/.cache/huggingface/xet";

    private final Repositories repositories;
    private final Traffic traffic;
    private final Reserve reserve;
    private final XetTokens tokens;
    private final XorbStore xorbs;
    private final Intake intake;

    public XetRoutes(
            Repositories repositories,
            Traffic traffic,
            Reserve reserve,
            XetTokens tokens,
            XorbStore xorbs,
            Intake intake) {
        this.repositories = repositories;
        this.traffic = traffic;
        this.reserve = reserve;
        this.tokens = tokens;
        this.xorbs = xorbs;
        this.intake = intake;
    }

    /// The path under which one account sends in one epoch.
    static String address(String epoch, long account) {
        return "/xet/" + epoch + "/" + account;
    }

    public List<Route> routes() {
        return List.of(
                Route.post(ROOT + "/v1/xorbs/{prefix}/{hash}", this::xorb),
                Route.post(ROOT + "/v1/xorb-grants/{prefix}/{hash}", this::grant),
                Route.post(ROOT + "/v1/shards", this::shard),
                Route.post(ROOT + "/v2/shards", this::shardWithHeartbeat),
                Route.get(ROOT + "/v1/chunks/{prefix}/{hash}", request -> unknownChunk()),
                Route.get(ROOT + "/v1/reconstructions/{hash}", request -> notRead()),
                Route.get(ROOT + "/v2/reconstructions/{hash}", request -> notRead()),
                Route.post(ROOT + "/v1/telemetry", request -> Json.ok(Map.of())),
                // Some clients leave the path of the address out here.
                Route.post("/v1/telemetry", request -> Json.ok(Map.of())));
    }

    /// Newer clients (hf_xet 1.8) first ask for an address to send a xorb to. Answered with 200 they take it that
    /// the xorb is here, with 404 they send it to [#xorb]; so each xorb passes through that one place.
    private ServerResponse grant(ServerRequest request) {
        if (sender(request).shelf().has(hash(request))) {
            return Json.ok(Map.of());
        }
        throw new Failure(404, "Send the xorb to /v1/xorbs.");
    }

    record Inserted(@JsonProperty("was_inserted") boolean inserted) {}

    private ServerResponse xorb(ServerRequest request) throws IOException {
        var sender = sender(request);
        try {
            var inserted = sender.shelf()
                    .put(hash(request), reserve.guard(request.servletRequest().getInputStream()));
            traffic.received(Math.max(0, request.servletRequest().getContentLengthLong()));
            return Json.ok(new Inserted(inserted));
        } catch (Malformed e) {
            throw new Failure(malformed(e));
        }
    }

    private static MerkleHash hash(ServerRequest request) {
        return MerkleHash.parse(request.pathVariable("hash"))
                .orElseThrow(() -> new Failure(400, "The address must end in the xorb's hash: 64 hexadecimal digits."));
    }

    /// @param result 0 would say that nothing in it was new, which we do not tell
    record Registered(int result) {}

    private ServerResponse shard(ServerRequest request) throws IOException {
        var sender = sender(request);
        var repository = repository(sender);
        try (var shard = spooled(sender, request)) {
            intake.take(sender.caller(), repository, sender.shelf(), shard.shard(), files -> {});
        } catch (Malformed e) {
            throw new Failure(malformed(e));
        }
        return Json.ok(new Registered(1));
    }

    /// As [#shard], but answers while the work is under way: a large file takes its time. The status is 200 by then,
    /// so the last line is what counts.
    private ServerResponse shardWithHeartbeat(ServerRequest request) throws IOException {
        var sender = sender(request);
        var repository = repository(sender);
        var shard = spooled(sender, request);
        return ServerResponse.ok().build((servlet, response) -> {
            response.setContentType("application/x-ndjson");
            try (shard) {
                attend(sender, repository, shard, response.getOutputStream());
            }
            return null;
        });
    }

    record Validating(String type, int verified, int total) {}

    record Result(String type) {}

    record Failed(String type, String message, boolean retryable) {}

    private void attend(Sender sender, Repository repository, SpooledShard shard, OutputStream out) throws IOException {
        var total = shard.shard().files().size();
        var verified = new AtomicInteger();
        // Closing it waits for the work, which reads the shard.
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = executor.submit(() -> {
                intake.take(sender.caller(), repository, sender.shelf(), shard.shard(), verified::set);
                return null;
            });
            try {
                do {
                    line(out, new Validating("validating", verified.get(), total));
                } while (!isDone(work));
                line(out, new Result("result"));
            } catch (ExecutionException e) {
                var problem = problem(Objects.requireNonNullElse(e.getCause(), e));
                line(out, new Failed("error", problem.text(), problem.status() == 500 || problem.status() == 503));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            } finally {
                work.cancel(true);
            }
        }
    }

    /// Waits for a heartbeat's time.
    private static boolean isDone(Future<?> work) throws ExecutionException, InterruptedException {
        try {
            work.get(HEARTBEAT.toSeconds(), TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillWorking) {
            return false;
        }
    }

    private static void line(OutputStream out, Object value) throws IOException {
        out.write(Json.write(value));
        out.write('\n');
        out.flush();
    }

    private static Problem problem(Throwable failure) {
        return switch (failure) {
            case Malformed it -> malformed(it);
            case Failure it -> it.problem();
            case NoRoom it -> Problem.of(it);
            case Busy it -> Problem.of(it);
            case Invalid it -> Problem.of(it);
            case Missing it -> Problem.of(it);
            case Denied it -> Problem.of(it);
            default -> {
                log.log(ERROR, "a shard could not be taken in", failure);
                yield new Problem(500, "", "Something went wrong here.", "Please tell the administrator.");
            }
        };
    }

    private static Problem malformed(Malformed e) {
        return new Problem(400, "", e.what(), AGAIN);
    }

    private SpooledShard spooled(Sender sender, ServerRequest request) throws IOException {
        try {
            return sender.shelf().shard(reserve.guard(request.servletRequest().getInputStream()));
        } catch (Malformed e) {
            throw new Failure(malformed(e));
        }
    }

    private static ServerResponse unknownChunk() {
        throw new Failure(404, "No chunk is known by this hash.");
    }

    private static ServerResponse notRead() {
        throw new Failure(new Problem(
                404,
                "",
                "This hub serves files by plain HTTP only, not through Xet.",
                "Set HF_HUB_DISABLE_XET=1 if your client insists."));
    }

    /// Who sends, and where it is kept.
    private record Sender(Caller caller, XetTokens.Grant grant, Shelf shelf) {}

    private Sender sender(ServerRequest request) {
        var held = bearer(request)
                .flatMap(tokens::read)
                .filter(it -> Long.toString(it.grant().number()).equals(request.pathVariable("uploader")))
                .orElseThrow(XetRoutes::unauthorized);
        var grant = held.grant();
        var account =
                held.caller().account().filter(it -> it.id() == grant.number()).orElseThrow(XetRoutes::unauthorized);
        var shelf = xorbs.shelf(request.pathVariable("epoch"), account.id())
                .orElseThrow(() ->
                        new Failure(new Problem(410, "", "This upload address is over.", "Start the upload again.")));
        return new Sender(held.caller(), grant, shelf);
    }

    private static Optional<String> bearer(ServerRequest request) {
        var header = request.servletRequest().getHeader("Authorization");
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(header.substring(7).strip())
                : Optional.empty();
    }

    private static Failure unauthorized() {
        return new Failure(
                new Problem(401, "", "This upload token is not valid here, or is over.", "Start the upload again."));
    }

    private Repository repository(Sender sender) {
        return repositories.find(
                sender.caller(), sender.grant().kind(), sender.grant().repository());
    }
}
