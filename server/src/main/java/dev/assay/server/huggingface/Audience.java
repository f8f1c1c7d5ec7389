package dev.assay.server.huggingface;

import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.people.Account;
import dev.assay.repo.people.Caller;

/// How much of what was found in a file somebody is told.
///
/// A finding repeats words of the file, which may not be cleared: enough of them would be the file. So strangers get
/// the gravest few, cut short; those who could have sent the bytes, or decide about them, get all.
public enum Audience {
    WRITERS(Integer.MAX_VALUE, Integer.MAX_VALUE),
    EVERYBODY(20, 160);

    private final int findings;
    private final int characters;

    Audience(int findings, int characters) {
        this.findings = findings;
        this.characters = characters;
    }

    public static Audience of(Caller caller, Repository repository, Repositories repositories) {
        var administrator = caller.account().filter(Account::admin).isPresent();
        return administrator || repositories.writable(caller, repository) ? WRITERS : EVERYBODY;
    }

    /// How many findings of one file.
    public int findings() {
        return findings;
    }

    /// As much of these words as this audience gets.
    ///
    /// @param known at their start, which is no secret
    public String cut(String words, int known) {
        return words.codePointCount(known, words.length()) <= characters
                ? words
                : words.substring(0, words.offsetByCodePoints(known, characters)) + "...";
    }
}
