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
/// @param tokenId the name by which the token is kept ([People#nameOf]); empty for whoever has none
public record Caller(
        Optional<Account> account,
        List<Membership> memberships,
        boolean mayWrite,
        String tokenName,
        Instant since,
        String tokenId) {

    public static final Caller NOBODY = new Caller(Optional.empty(), List.of(), false, "", Instant.EPOCH);

    /// A caller without a token.
    public Caller(
            Optional<Account> account,
            List<Membership> memberships,
            boolean mayWrite,
            String tokenName,
            Instant since) {
        this(account, memberships, mayWrite, tokenName, since, "");
    }

    public Caller {
        memberships = List.copyOf(memberships);
    }

    /// The same with these memberships.
    Caller with(List<Membership> all) {
        return new Caller(account, all, mayWrite, tokenName, since, tokenId);
    }
}
