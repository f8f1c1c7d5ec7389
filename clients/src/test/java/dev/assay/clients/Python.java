package dev.assay.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A Python virtual environment with one released client in it, made once and kept under `target/`.
///
/// It needs `python3` with its `venv` module, and the package index that `pip` is set up for. Where one of them is
/// missing the tests fail and say so: a client that was not tried has not passed.
///
/// @param folder where it is
/// @param wanted what `pip` is asked for
record Python(Path folder, String wanted) {

    /// What a user gets today by asking for the client and nothing else.
    static final Python TODAY = in("venv", "huggingface_hub");

    /// The last of the versions before 1, of which many programs have not moved on.
    static final Python BEFORE_1 = in("venv-before-1", "huggingface_hub[cli,hf_xet]<1");

    private static Python in(String name, String wanted) {
        return new Python(Path.of("target", name).toAbsolutePath(), wanted);
    }

    Path program(String name) throws IOException, InterruptedException {
        synchronized (Python.class) {
            var ready = folder.resolve("ready");
            if (!Files.exists(ready) || !Files.readString(ready).equals(wanted)) {
                make();
                Files.writeString(ready, wanted);
            }
        }
        return folder.resolve("bin").resolve(name);
    }

    private void make() throws IOException, InterruptedException {
        var here = Path.of(".").toAbsolutePath();
        Ran made;
        try {
            made = Ran.command(here, Map.of(), 5, List.of("python3", "-m", "venv", "--clear", folder.toString()));
        } catch (IOException absent) {
            throw new AssertionError(
                    "The tests with the real clients need python3, and there is none on the PATH."
                            + " Install it (Debian or Ubuntu: apt-get install python3-venv; macOS: brew install python).",
                    absent);
        }
        if (made.exit() != 0) {
            throw new AssertionError("The tests with the real clients need python3 with its venv module"
                    + " (Debian or Ubuntu: apt-get install python3-venv). python3 -m venv said:\n" + made.output());
        }
        var pip = folder.resolve("bin/pip").toString();
        var installed = Ran.command(
                here, Map.of(), 10, List.of(pip, "install", "--quiet", "--disable-pip-version-check", wanted));
        if (installed.exit() != 0) {
            throw new AssertionError("The tests with the real clients need " + wanted
                    + " from a Python package index, and pip could not install it:\n" + installed.output());
        }
    }
}
