package dev.assay.ledger;

import java.io.IOException;

/// What is on the disk is not what was said: which line, in one sentence. Nothing is repaired and nothing is read on.
public final class Broken extends IOException {

    Broken(String sentence) {
        super(sentence);
    }

    Broken(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
