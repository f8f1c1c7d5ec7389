package dev.assay.gate;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Inspectors for hire. One is always on its way, so that whoever sends his away seldom waits for the next: a process
/// needs a third of a second of a processor until it can read.
final class Bureau implements AutoCloseable {

    private final Launch launch;
    private final String generation;
    private @Nullable InspectorProcess spare;
    private boolean closed;

    /// @param generation the formats their answers must come from
    Bureau(Launch launch, String generation) {
        this.launch = launch;
        this.generation = generation;
    }

    /// An inspector that has read nothing yet.
    ///
    /// @throws IOException if none can be started
    synchronized InspectorProcess hire() throws IOException {
        if (closed) {
            throw new IOException("the gate is closed");
        }
        var ready = spare;
        spare = null;
        if (ready != null && !ready.alive()) {
            ready.close();
            ready = null;
        }
        var hired = ready != null ? ready : InspectorProcess.start(launch, generation);
        try {
            spare = InspectorProcess.start(launch, generation);
        } catch (IOException none) {
            // whoever needs it will hear of it
        }
        return hired;
    }

    @Override
    public synchronized void close() {
        closed = true;
        var ready = spare;
        spare = null;
        if (ready != null) {
            ready.close();
        }
    }
}
