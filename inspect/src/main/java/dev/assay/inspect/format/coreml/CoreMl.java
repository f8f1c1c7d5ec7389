package dev.assay.inspect.format.coreml;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Messages;
import dev.assay.inspect.wire.Messages.Message;
import dev.assay.inspect.wire.NamedFiles;
import dev.assay.inspect.wire.Proto;
import dev.assay.inspect.wire.Schema;
import dev.assay.inspect.wire.Words;
import java.lang.foreign.MemorySegment;

/// A `Model`: version, description, and one of many kinds of model.
///
/// The framework computes it, except what it looks up by name in the app: layers and models of the app's
/// own classes, other models, and the files weights are in.
///
/// @see <a href="https://apple.github.io/coremltools/mlmodel/index.html">The schema</a>
public final class CoreMl implements Format {

    private static final Schema SCHEMA = Schema.beside(CoreMl.class, "model.schema");

    private static final int VERSION_TAG = 1 << 3;
    private static final int DESCRIPTION = 2;
    private static final int FIRST_KIND = 200;
    private static final int LAST_KIND = 3001;
    private static final String OWN_FOLDER = "@model_path/";

    @Override
    public String name() {
        return "coreml";
    }

    /// A version, a description that is a message, and one field with a number from 200 on: the kind of
    /// model.
    @Override
    public boolean claims(Specimen specimen) {
        return specimen.byteAt(0) == VERSION_TAG && specimen.size() > 8 && hasKind(specimen);
    }

    private static boolean hasKind(Specimen specimen) {
        var described = false;
        try {
            var in = specimen.cursor();
            while (in.left() > 0) {
                var field = Proto.field(in);
                described |= field.number() == DESCRIPTION && field.type() == Proto.BYTES && isMessage(field.bytes());
                if (field.number() >= FIRST_KIND && field.number() <= LAST_KIND) {
                    return described && field.type() == Proto.BYTES;
                }
            }
            return false;
        } catch (Malformed other) {
            return false;
        }
    }

    private static boolean isMessage(MemorySegment bytes) {
        return Messages.any(bytes, 1, any -> true) || Messages.any(bytes, 10, any -> true) || bytes.byteSize() == 0;
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        Messages.read(specimen, examination, SCHEMA, "Model", new Reading(specimen, examination));
    }

    private record Reading(Specimen specimen, Examination examination) implements Messages.Listener {

        @Override
        public void value(Message in, Schema.Field field, Proto.Field value) {
            var start = value.end() - value.value();
            if (value.type() == Proto.BYTES && Beginnings.ofAFile(specimen, start, value.end())) {
                examination.plain(specimen.part(field.name() + "@" + start, start, value.end()));
            }
        }

        @Override
        public void ends(Message message) throws Malformed {
            var place = specimen.place().at(message.at());
            switch (message.type()) {
                case "CustomModel", "CustomLayerParams" ->
                    examination.note(
                            new Finding.Names(place, "the app's class " + Words.shown(message.text("className"))));
                case "LinkedModelFile" -> {
                    if (message.parent() != null) {
                        examination.note(new Finding.Names(
                                place, "another model: " + Words.shown(String.join(" ", message.texts("path")))));
                    }
                }
                case "StringParameter" -> {
                    if (message.parent() != null) {
                        message.parent().remember("path", message.text("defaultValue"));
                    }
                }
                case "MILSpec.Value.BlobFileValue" -> weights(message);
                default -> {}
            }
        }

        private void weights(Message blob) {
            var path = blob.text("fileName");
            if (!path.startsWith(OWN_FOLDER) || NamedFiles.outside(path.substring(OWN_FOLDER.length()))) {
                examination.note(new Finding.Names(
                        specimen.place().at(blob.at()), "data outside its folder: " + Words.shown(path)));
            }
        }
    }
}
