package dev.assay.repo;

import dev.assay.inspect.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// One line of a commit. Paths are checked by the commit, not here.
public sealed interface Operation {

    String path();

    /// Puts a file whose bytes were received by the gate; git will hold them itself.
    ///
    /// The bytes come along once more, because git names them in its own way and nobody, not even the commit, may
    /// read what is in quarantine. They are checked against the digest, which is what the gate judges.
    ///
    /// @param digest what [dev.assay.gate.Gate#receive] called them
    /// @param size bytes, at most [#LARGEST]
    record Put(String path, Digest digest, long size, Content content) implements Operation {

        /// Bytes of the largest file that git holds itself: 10 MiB. Larger ones are [PutLarge].
        public static final long LARGEST = 10L << 20;

        /// A file whose bytes are at hand.
        public static Put of(String path, byte[] bytes) {
            return new Put(path, Digest.of(bytes), bytes.length, Content.of(bytes));
        }
    }

    /// Bytes that can be read, once or more, until the commit has answered.
    @FunctionalInterface
    interface Content {

        InputStream open() throws IOException;

        static Content of(byte[] bytes) {
            return () -> new ByteArrayInputStream(bytes);
        }
    }

    /// Puts a large file, stored outside git under its digest; it must have been uploaded to this repository.
    record PutLarge(String path, Digest digest) implements Operation {}

    /// Removes a file, or a folder with all it holds.
    record Delete(String path) implements Operation {}

    /// Removes a folder with all it holds.
    record DeleteFolder(String path) implements Operation {}
}
