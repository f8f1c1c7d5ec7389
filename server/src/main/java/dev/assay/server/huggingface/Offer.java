package dev.assay.server.huggingface;

import dev.assay.gate.Standing;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.judge.Outcome;
import dev.assay.judge.Verdict;
import java.util.Optional;

/// The command that rewrites a file of tensors as safetensors, for one that is not let through.
///
/// Offered for what conversion reads: what `torch.save` writes, by what the file does and not by its name. It puts
/// PyTorch's tensors together, in itself or in the `data.pkl` of its own archive.
public final class Offer {

    private static final String REBUILDS = "torch._utils._rebuild_";

    private Offer() {}

    /// @param path the file's name, as whoever sent it has it
    public static Optional<String> of(String path, Standing standing) {
        return standing instanceof Standing.Judged it
                        && it.verdict().outcome() != Outcome.CLEAR
                        && holdsTensors(it.verdict())
                ? Optional.of(
                        "`assay convert " + argument(path) + "` writes its tensors as safetensors, bit for bit and"
                                + " without running any of it, or lists everything that stands in the way.")
                : Optional.empty();
    }

    private static boolean holdsTensors(Verdict verdict) {
        return verdict.rulings().stream().anyMatch(it -> switch (it.finding()) {
            case Finding.Calls call -> call.function().startsWith(REBUILDS) && ownStream(call.at());
            case Finding.Imports named -> false;
            case Finding.Runs runs -> false;
            case Finding.Names names -> false;
            case Finding.Carries carries -> false;
            case Finding.Escapes escapes -> false;
            case Finding.PosesAs poses -> false;
            case Finding.Differs differs -> false;
            case Finding.Departs departs -> false;
            case Finding.Outgrows outgrows -> false;
            case Finding.Breaks breaks -> false;
            case Finding.Eludes eludes -> false;
        });
    }

    private static boolean ownStream(Place at) {
        return at.inner().isEmpty() || !at.inner().contains("!/") && at.inner().endsWith("/data.pkl");
    }

    /// As a shell takes it for one word, whatever it says.
    private static String argument(String path) {
        var name = Place.printable(path.substring(path.lastIndexOf('/') + 1));
        var word = name.matches("[A-Za-z0-9_.+=@%-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
        return name.startsWith("-") ? "./" + word : word;
    }
}
