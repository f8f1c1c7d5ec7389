package dev.assay.gate;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/// The vault's back door, for the gate and its inspectors only: bytes come in here, and are looked at before anything
/// clears them.
interface Quarantine {

    /// Seals what arrives under its digest, durably; equal bytes are kept once.
    ///
    /// @throws NoRoom if the disk has no room for it
    /// @throws Busy if as many large uploads arrive already as may
    /// @throws IOException if the upload breaks off or the disk refuses; nothing is kept then
    Gate.Received seal(InputStream upload) throws IOException;

    /// The same for small contents at hand, many at a time.
    List<Gate.Received> seal(List<byte[]> contents) throws IOException;

    /// Shows sealed bytes to an inspector, who sees no others.
    ///
    /// @throws IOException if they are gone or cannot be shown
    Shown show(Digest digest) throws IOException;
}
