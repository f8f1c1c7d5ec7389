package dev.assay.repo.people;

import java.util.Optional;

/// Who may touch it: accounts, organisations, tokens. Tokens are kept hashed and shown once.
public final class People {

    private People() {}

    /// The caller behind this token; empty if there is no such token, or it has ended.
    public Optional<Caller> authenticate(String token) {
        throw new UnsupportedOperationException("in work " + token.length());
    }

    public Optional<Account> find(String name) {
        throw new UnsupportedOperationException("in work " + name);
    }

    /// Whether anybody has an account yet.
    public boolean empty() {
        throw new UnsupportedOperationException("in work");
    }

    /// Makes an account, or returns the one that has the name, with these properties.
    public Account user(String name, String fullName, String email, boolean admin) {
        throw new UnsupportedOperationException("in work " + name + fullName + email + admin);
    }

    public Account organization(String name, String fullName, boolean privateByDefault) {
        throw new UnsupportedOperationException("in work " + name + fullName + privateByDefault);
    }

    public void member(Account organization, Account user, Membership.Role role) {
        throw new UnsupportedOperationException("in work " + organization + user + role);
    }

    /// Makes a new random token, `hf_` and 37 characters; this is the only time it is readable.
    public String newToken(Account account, String label, boolean mayWrite) {
        throw new UnsupportedOperationException("in work " + account + label + mayWrite);
    }

    /// Registers a token whose text is given (seeds); doing so twice changes nothing.
    public void token(Account account, String label, String token, boolean mayWrite) {
        throw new UnsupportedOperationException("in work " + account + label + token.length() + mayWrite);
    }

    /// Keeps the password (salted, slow hash) for signing in on the web.
    public void password(Account account, String password) {
        throw new UnsupportedOperationException("in work " + account + password.length());
    }
}
