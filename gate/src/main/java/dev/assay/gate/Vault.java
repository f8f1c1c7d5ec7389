package dev.assay.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/// The vault's front door. It opens for a clearance and for nothing else.
public interface Vault {

    /// @throws IOException if the bytes are gone or the store does not answer
    Opened open(Gate.Clearance clearance) throws IOException;

    /// A cleared blob's bytes, as a stream and, where the store is a disk, as a sealed file that the kernel can send.
    interface Opened {

        long size();

        InputStream stream() throws IOException;

        Optional<Path> file();
    }
}
