package dev.assay.cli;

import dev.assay.judge.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// Where a command reads and prints. Progress goes to standard error and is wiped before the next line is
/// printed.
final class Terminal {

    private static final long PATIENCE_MILLIS = 2_000;
    private static final int BUFFER = 64 << 10;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final Looks looks;
    private final long begun = System.nanoTime();
    private final byte[] buffer = new byte[BUFFER];
    private int buffered;
    private boolean showing;

    Terminal(InputStream in, OutputStream out, PrintStream err, Looks looks) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.looks = looks;
    }

    /// @param outIsTerminal whether a person reads standard output as it comes
    /// @param errIsTerminal whether progress may be shown on standard error
    record Looks(boolean outIsTerminal, boolean errIsTerminal, boolean colour) {

        static final Looks PLAIN = new Looks(false, false, false);

        /// The launcher says what is a terminal: Java can only tell for both streams at once.
        /// Colour is switched off by `NO_COLOR` and by a terminal that calls itself dumb.
        static Looks ofThisProcess() {
            var out = Boolean.getBoolean("assay.out.terminal");
            var noColour = System.getenv().getOrDefault("NO_COLOR", "");
            var dumb = System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
            return new Looks(out, Boolean.getBoolean("assay.err.terminal"), out && noColour.isEmpty() && !dumb);
        }
    }

    /// Writes plainly into this instead; progress and complaints still reach the person.
    Terminal into(OutputStream file) {
        return new Terminal(in, file, err, new Looks(false, looks.errIsTerminal(), false));
    }

    InputStream in() {
        return in;
    }

    /// Prints text as it is. Once a person is waiting for it, at once; otherwise when the buffer is full.
    void print(String text) throws IOException {
        wipe();
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > buffer.length - buffered) {
            flush();
        }
        if (bytes.length > buffer.length) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
            buffered += bytes.length;
        }
        if (looks.outIsTerminal()) {
            flush();
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, buffered);
        buffered = 0;
        out.flush();
    }

    void complain(String sentence) {
        wipe();
        err.println(sentence);
    }

    /// Shows how far we are, if that takes longer than a person likes to wait without a word.
    void progress(String line) {
        if (looks.errIsTerminal() && (System.nanoTime() - begun) / 1_000_000 >= PATIENCE_MILLIS) {
            err.print("\r\u001b[K" + line);
            err.flush();
            showing = true;
        }
    }

    private void wipe() {
        if (showing) {
            err.print("\r\u001b[K");
            err.flush();
            showing = false;
        }
    }

    String coloured(Word word, String text) {
        if (!looks.colour()) {
            return text;
        }
        var code = switch (word) {
            case SAFE -> "32";
            case UNKNOWN, INCOMPLETE -> "36";
            case SUSPICIOUS -> "33";
            case MALICIOUS -> "1;31";
        };
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }

    String dimmed(String text) {
        return looks.colour() ? "\u001b[2m" + text + "\u001b[0m" : text;
    }
}
