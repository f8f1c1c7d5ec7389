package dev.assay.inspect;

import java.io.IOException;

/// A packed stream that we do not unpack, although it may be whole: it asks for too much memory, or is packed in a way
/// we do not know. Ends as a [Finding.Eludes]; the message is its sentence.
public final class Unread extends IOException {

    private final String why;

    public Unread(String why) {
        super(why);
        this.why = why;
    }

    public String why() {
        return why;
    }
}
