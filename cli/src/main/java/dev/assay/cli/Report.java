package dev.assay.cli;

import java.io.IOException;

/// How a scan is told. Files come one by one, in order, so that a folder of any size needs no memory.
interface Report {

    /// @param policy name and digest of the policy that rules
    void begin(String policy) throws IOException;

    void file(Scanned file) throws IOException;

    void end(Summary summary) throws IOException;
}
