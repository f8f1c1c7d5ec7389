package dev.assay.gate;

import java.io.IOException;

/// As many uploads arrive at once as this gate takes in, and none ended while this one waited. It was not kept, and may
/// come again.
public final class Busy extends IOException {

    private static final long serialVersionUID = 1;

    Busy(int receiving) {
        super(receiving
                + " large uploads arrive already, which is as many as this hub takes in at once; send it again in"
                + " a while");
    }
}
