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
import java.util.Optional;
import org.springframework.web.servlet.function.ServerRequest;

/// Leave to move one object of one repository in one direction, for somebody, for a while. It travels in an address,
/// since clients send no token along with the bytes. It was given for a token, and ends with it: the token's name is
/// among the words that are marked, and is not in the address.
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
    ///
    /// @param token the name of the token it is given for; empty for an anonymous reader
    String query(Seals seals, String token) {
        return "?size=" + size + "&for=" + URLEncoder.encode(account, UTF_8) + "&ends=" + ends + "&mark="
                + seals.mark(words(token));
    }

    /// @param caller whoever holds the token it was given for, as they stand now
    record Shown(Pass pass, Caller caller) {}

    /// The pass in this request's address, and who may use it.
    ///
    /// @throws Failure 403 unless it is one of ours, for this object, and still good
    static Shown shown(String task, ServerRequest request, Kind kind, Seals seals, Clock clock, People people) {
        try {
            var pass = new Pass(
                    task,
                    kind,
                    Asked.name(request),
                    new Digest(request.pathVariable("sha256")),
                    Long.parseLong(request.param("size").orElse("")),
                    request.param("for").orElse(""),
                    Long.parseLong(request.param("ends").orElse("")));
            var caller = pass.holder(request.param("mark").orElse(""), seals, people);
            if (caller.isPresent()) {
                if (pass.ends < clock.instant().getEpochSecond()) {
                    throw new Failure(403, "This address is no longer good; ask the batch endpoint for a new one.");
                }
                return new Shown(pass, caller.get());
            }
        } catch (IllegalArgumentException | Missing malformed) {
            // Falls through to the one sentence for all that is not ours.
        }
        throw new Failure(403, "This address was not given out by this hub, or for a token that has ended.");
    }

    private Optional<Caller> holder(String mark, Seals seals, People people) {
        return account.isEmpty()
                ? Optional.of(Caller.NOBODY).filter(it -> seals.holds(mark, words("")))
                : people.holder(account, token -> seals.holds(mark, words(token)));
    }

    private String[] words(String token) {
        return new String[] {
            "lfs",
            task,
            kind.word(),
            name.toString(),
            digest.hex(),
            Long.toString(size),
            account,
            Long.toString(ends),
            token
        };
    }
}
