package dev.assay.server.lfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import dev.assay.repo.Kind;
import dev.assay.repo.Missing;
import dev.assay.repo.RepositoryName;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.People;
import dev.assay.server.http.Failure;
import dev.assay.server.http.Seals;
import dev.assay.server.huggingface.Asked;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/// Leave to move one object of one repository in one direction, for somebody, for a while. It travels in an address,
/// since clients send no token along with the bytes.
///
/// @param task `get`, `put` or `part`
/// @param size bytes of the whole object
/// @param account whose leave it is; empty for an anonymous reader
record Pass(String task, Kind kind, RepositoryName name, Digest digest, long size, String account, long ends) {

    static final long SECONDS = 3_600;

    static Pass of(String task, Kind kind, RepositoryName name, Digest digest, long size, Caller caller, Clock clock) {
        return new Pass(
                task,
                kind,
                name,
                digest,
                size,
                caller.account().map(it -> it.name()).orElse(""),
                clock.instant().getEpochSecond() + SECONDS);
    }

    /// The query of an address that carries it.
    String query(Seals seals) {
        return "?size=" + size + "&for=" + URLEncoder.encode(account, UTF_8) + "&ends=" + ends + "&mark="
                + seals.mark(words());
    }

    /// The pass in this request's address.
    ///
    /// @throws Failure 403 unless it is one of ours, for this object, and still good
    static Pass shown(String task, ServerRequest request, Kind kind, Seals seals, Clock clock) {
        try {
            var pass = new Pass(
                    task,
                    kind,
                    Asked.name(request),
                    new Digest(request.pathVariable("sha256")),
                    Long.parseLong(request.param("size").orElse("")),
                    request.param("for").orElse(""),
                    Long.parseLong(request.param("ends").orElse("")));
            if (seals.holds(request.param("mark").orElse(""), pass.words())) {
                if (pass.ends < clock.instant().getEpochSecond()) {
                    throw new Failure(403, "This address is no longer good; ask the batch endpoint for a new one.");
                }
                return pass;
            }
        } catch (IllegalArgumentException | Missing malformed) {
            // Falls through to the one sentence for all that is not ours.
        }
        throw new Failure(403, "This address was not given out by this hub.");
    }

    /// Whoever it was given to, as they stand now.
    Caller caller(People people) {
        if (account.isEmpty()) {
            return Caller.NOBODY;
        }
        var found = people.find(account)
                .orElseThrow(() -> new Failure(403, "The account this address was given to is no more."));
        return new Caller(
                Optional.of(found), people.memberships(found), !task.equals("get"), "presigned", Instant.EPOCH);
    }

    private String[] words() {
        return new String[] {
            "lfs", task, kind.word(), name.toString(), digest.hex(), Long.toString(size), account, Long.toString(ends)
        };
    }
}
