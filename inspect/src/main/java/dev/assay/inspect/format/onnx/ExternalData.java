package dev.assay.inspect.format.onnx;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Messages.Message;
import dev.assay.inspect.wire.NamedFiles;
import dev.assay.inspect.wire.Words;
import java.util.HashSet;
import java.util.Set;

/// Tensors whose numbers are in another file: where, from which byte, how many.
///
/// The file has to be in the model's own folder or below (CVE-2022-25882, CVE-2024-27318, CVE-2025-51480,
/// CVE-2026-27489, CVE-2026-34446), and the reference implementation sets every key as an attribute of an
/// object, so keys are those of the specification (CVE-2026-34447).
///
/// @see <a href="https://onnx.ai/onnx/repo-docs/ExternalData.html">External data</a>
final class ExternalData {

    private static final Set<String> KEYS = Set.of("location", "offset", "length", "checksum", "basepath");
    private static final int EXTERNAL = 1;

    private ExternalData() {}

    /// The entries were collected into the tensor as they passed: keys and values in turn.
    static void check(Message tensor, Specimen specimen, Examination examination) {
        var place = specimen.place().at(tensor.at());
        var entries = tensor.texts("external_data");
        var external = tensor.number("data_location") == EXTERNAL;
        if (entries.isEmpty()) {
            if (external) {
                examination.note(new Finding.Departs(place, "a tensor in another file that is not named"));
            }
            return;
        }
        if (!external) {
            examination.note(new Finding.Departs(place, "a tensor names another file and is not said to be in it"));
        }
        var seen = new HashSet<String>();
        for (var i = 0; i + 1 < entries.size(); i += 2) {
            var key = entries.get(i);
            if (!seen.add(key)) {
                examination.note(new Finding.Differs(
                        place, "a tensor in another file has the key " + Words.shown(key) + " twice"));
            }
            entry(key, entries.get(i + 1), place, examination);
        }
    }

    private static void entry(String key, String value, Place place, Examination examination) {
        if (!KEYS.contains(key)) {
            examination.note(new Finding.Departs(place, "a tensor in another file has the key " + Words.shown(key)));
        } else if (key.equals("location") || key.equals("basepath")) {
            if (value.contains("_ORT_MEM_ADDR_")) { // what ONNX Runtime reads as an address, not as a name
                examination.note(new Finding.Names(place, "data at an address in memory: " + Words.shown(value)));
            } else if (NamedFiles.outside(value)) {
                examination.note(new Finding.Names(place, "data outside its folder: " + Words.shown(value)));
            }
        } else if (!key.equals("checksum") && !value.matches("[0-9]{1,18}")) {
            examination.note(
                    new Finding.Departs(place, "a tensor in another file has the " + key + " " + Words.shown(value)));
        }
    }
}
