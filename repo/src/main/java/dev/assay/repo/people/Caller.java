package dev.assay.repo.people;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Who asks: an account that proved itself with a token, or nobody.
///
/// @param account empty for an anonymous caller
/// @param memberships of the account, organisations it belongs to
/// @param mayWrite whether the token's role lets it change anything
/// @param tokenName the token's label, empty for nobody
/// @param since when the token was made
public record Caller(
        Optional<Account> account, List<Membership> memberships, boolean mayWrite, String tokenName, Instant since) {

    public static final Caller NOBODY = new Caller(Optional.empty(), List.of(), false, "", Instant.EPOCH);

    public Caller {
        memberships = List.copyOf(memberships);
    }
}
