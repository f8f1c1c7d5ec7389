package dev.assay.gate;

import dev.assay.inspect.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where every blob stops on its way in, and is asked for on its way out.
///
/// ```
/// receive → (quarantine) → examine → (verdict) → clear → (clearance) → Vault.open
/// ```
///
/// Quarantine is not a place but a state: that of a blob no verdict has cleared.
/// The server gets its gate from `GateHouse.open(...)`, which wires vault, docket, inspectors, policy and ledger.
public final class Gate implements Closeable {

    private Gate() {}

    /// Streams an upload into quarantine, sealed under the digest of what actually arrived, and puts it on the docket.
    ///
    /// @throws IOException if the upload breaks off or the disk refuses; nothing is kept then
    public Received receive(InputStream upload) throws IOException {
        throw new UnsupportedOperationException("in work");
    }

    /// @param size bytes
    public record Received(Digest digest, long size) {}

    /// How a blob stands now. Never asks anybody to wait.
    public Standing standing(Digest digest) {
        throw new UnsupportedOperationException("in work " + digest);
    }

    /// Bytes of a blob that is here, whatever its standing; empty if it is not here.
    public Optional<Long> size(Digest digest) {
        throw new UnsupportedOperationException("in work " + digest);
    }

    /// Waits until each of these blobs is judged or held, or the time is over, and says how each stands.
    public Map<Digest, Standing> await(Collection<Digest> digests, Duration atMost) throws InterruptedException {
        throw new UnsupportedOperationException("in work " + digests + atMost);
    }

    /// Permission to read this blob now.
    ///
    /// @throws Refused unless a verdict under the policy in force, or a waiver, clears it
    public Clearance clear(Digest digest) {
        throw new UnsupportedOperationException("in work " + digest);
    }

    /// A person's decision about one blob that outranks the policy: released, or convicted.
    ///
    /// @param who the account, for the record
    /// @param because the reason, one line, for the record and for whoever is refused
    public Standing decide(Digest digest, boolean release, String who, String because) throws IOException {
        throw new UnsupportedOperationException("in work " + digest + release + who + because);
    }

    /// Calls back, on a thread of the gate's, after a blob's standing has changed and is durable.
    public void whenJudged(Consumer<Digest> listener) {
        throw new UnsupportedOperationException("in work " + listener);
    }

    @Override
    public void close() throws IOException {}

    /// Permission to read one blob. Only the gate writes these, and the vault reads nothing else.
    public static final class Clearance {

        private final Digest subject;

        private Clearance(Digest subject) {
            this.subject = subject;
        }

        public Digest subject() {
            return subject;
        }
    }
}
