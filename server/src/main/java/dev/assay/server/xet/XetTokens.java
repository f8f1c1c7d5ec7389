package dev.assay.server.xet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.repo.Kind;
import dev.assay.repo.RepositoryName;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.People;
import dev.assay.server.http.Seals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Tokens that let one account send to one repository for an hour.
///
/// A token is its own proof: what it says, in base64url, a dot, and the hub's seal on that and on the name of the
/// account's own token that it was given for. It outlives a restart, as the seal does; it ends by itself, and with the
/// account's token. What the account may do is looked up at each use.
public final class XetTokens {

    /// Clients ask for a new one shortly before this is over.
    private static final Duration LIFETIME = Duration.ofHours(1);

    /// What is sealed, so that no other sealed words can pass for it.
    private static final String PURPOSE = "xet-write-2";

    /// Stands in no name.
    private static final String SEPARATOR = " ";

    private static final int LONGEST = 1_000;

    private final Seals seals;
    private final People people;
    private final InstantSource clock;

    public XetTokens(Seals seals, People people, InstantSource clock) {
        this.seals = seals;
        this.people = people;
        this.clock = clock;
    }

    /// @param account the name of whoever sends
    /// @param number the account's
    record Grant(String account, long number, Kind kind, RepositoryName repository, Instant ends) {}

    /// @param text the token
    record Signed(String text, Grant grant) {}

    /// @param caller whoever holds the account's token, as they stand now
    record Held(Grant grant, Caller caller) {}

    /// @param token the name of the account's token
    Signed grant(String account, long number, Kind kind, RepositoryName repository, String token) {
        var ends = Instant.ofEpochSecond(clock.instant().plus(LIFETIME).getEpochSecond());
        var says = String.join(
                SEPARATOR,
                account,
                Long.toString(number),
                kind.plural(),
                repository.toString(),
                Long.toString(ends.getEpochSecond()));
        return new Signed(
                Base64.getUrlEncoder().withoutPadding().encodeToString(says.getBytes(UTF_8)) + "."
                        + seals.mark(PURPOSE, says, token),
                new Grant(account, number, kind, repository, ends));
    }

    /// What a token grants, and to whom; empty if it is not ours, or is over.
    Optional<Held> read(String token) {
        var dot = token.indexOf('.');
        if (dot < 0 || token.length() > LONGEST) {
            return Optional.empty();
        }
        final String says;
        try {
            says = new String(Base64.getUrlDecoder().decode(token.substring(0, dot)), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        var mark = token.substring(dot + 1);
        var name = says.substring(0, Math.max(says.indexOf(SEPARATOR), 0));
        var caller = people.holder(name, it -> seals.holds(mark, PURPOSE, says, it));
        if (caller.isEmpty()) {
            return Optional.empty();
        }
        // From here on we read what we wrote.
        var parts = says.split(SEPARATOR, -1);
        var grant = new Grant(
                parts[0],
                Long.parseLong(parts[1]),
                kind(parts[2]),
                RepositoryName.of(parts[3]),
                Instant.ofEpochSecond(Long.parseLong(parts[4])));
        return clock.instant().isBefore(grant.ends()) ? Optional.of(new Held(grant, caller.get())) : Optional.empty();
    }

    private static Kind kind(String plural) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.plural().equals(plural))
                .findFirst()
                .orElseThrow();
    }
}
