package dev.assay.repo;

import dev.assay.repo.people.Account;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.Membership;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one caller may do with which repositories.
///
/// | | see hidden | write | delete | create here |
/// |---|---|---|---|---|
/// | owner, and its administrators and writers | yes | yes | yes | yes |
/// | contributor | yes | what they made | what they made | yes |
/// | reader | yes | no | no | no |
/// | the hub's administrators | yes | yes | yes | yes |
///
/// and nobody changes anything with a token that may only read.
final class Grants {

    private Grants() {}

    static boolean sees(Caller caller, Filed filed) {
        return !filed.repository().hidden() || admin(caller) || owners(caller).contains(filed.owner());
    }

    static boolean writes(Caller caller, Filed filed) {
        if (!caller.mayWrite() || caller.account().isEmpty()) {
            return false;
        }
        var account = caller.account().get();
        return admin(caller)
                || account.id() == filed.owner()
                || role(caller, filed.owner())
                        .filter(it -> maintains(it, account, filed))
                        .isPresent();
    }

    static boolean creates(Caller caller, Account owner) {
        if (!caller.mayWrite() || caller.account().isEmpty()) {
            return false;
        }
        return admin(caller)
                || caller.account().get().id() == owner.id()
                || role(caller, owner.id())
                        .filter(it -> it != Membership.Role.READ)
                        .isPresent();
    }

    /// The accounts whose hidden repositories the caller may see.
    static List<Long> owners(Caller caller) {
        var owners = new ArrayList<Long>();
        caller.account().ifPresent(it -> owners.add(it.id()));
        caller.memberships().forEach(it -> owners.add(it.organization().id()));
        return owners;
    }

    static boolean admin(Caller caller) {
        return caller.account().filter(Account::admin).isPresent();
    }

    /// Whoever asks, as somebody who may change things.
    ///
    /// @throws Denied for nobody, and for a token that may only read
    static Account writer(Caller caller) {
        if (caller.account().isEmpty()) {
            throw new Denied("nobody may change anything without saying who they are", "Send a token.");
        }
        if (!caller.mayWrite()) {
            throw new Denied("this token may only read", "Use a token with the role write.");
        }
        return caller.account().get();
    }

    /// Whoever asks, as somebody who may write to this repository.
    ///
    /// @return the account's name
    /// @throws Denied for anybody else
    static String writing(Caller caller, Filed filed) {
        var account = writer(caller);
        if (!writes(caller, filed)) {
            throw new Denied(
                    account.name() + " may not write to " + filed.repository().name(), "Ask the owner for access.");
        }
        return account.name();
    }

    private static boolean maintains(Membership.Role role, Account account, Filed filed) {
        return switch (role) {
            case READ -> false;
            case CONTRIBUTOR -> account.id() == filed.creator();
            case WRITE, ADMIN -> true;
        };
    }

    private static Optional<Membership.Role> role(Caller caller, long organization) {
        return caller.memberships().stream()
                .filter(it -> it.organization().id() == organization)
                .map(Membership::role)
                .findFirst();
    }
}
