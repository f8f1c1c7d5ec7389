package dev.assay.repo.people;

/// Somebody, or a group of people.
///
/// @param email empty if not known
public record Account(long id, String name, String fullName, String email, boolean organization, boolean admin) {}
