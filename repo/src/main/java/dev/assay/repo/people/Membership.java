package dev.assay.repo.people;

/// An account's place in an organisation.
public record Membership(Account organization, Role role) {

    public enum Role {
        READ,
        CONTRIBUTOR,
        WRITE,
        ADMIN
    }
}
