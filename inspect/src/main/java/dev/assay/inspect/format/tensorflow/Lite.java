package dev.assay.inspect.format.tensorflow;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import dev.assay.inspect.wire.Beginnings;
import dev.assay.inspect.wire.Flat;
import dev.assay.inspect.wire.FlatSchema;
import dev.assay.inspect.wire.NamedFiles;
import dev.assay.inspect.wire.Words;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// TensorFlow Lite: a FlatBuffer of operators, tensors and the buffers of their numbers.
///
/// Built-in operators compute. A custom one is looked up by name in what the app has registered; `Flex` and
/// a name is an operator of TensorFlow itself, with all it can do. Buffers of large models lie behind the
/// FlatBuffer.
///
/// @see
///     <a href="https://github.com/tensorflow/tensorflow/tree/master/tensorflow/compiler/mlir/lite/schema">The
///     schema</a>
public final class Lite implements Format {

    private static final FlatSchema SCHEMA = FlatSchema.beside(Lite.class, "lite.schema");

    private static final String FLEX = "Flex";

    /// Custom operators that TensorFlow Lite and MediaPipe themselves register; they compute.
    ///
    /// Sources: tensorflow/lite/kernels/custom_ops_register.h, tensorflow/lite/kernels/register_ref.cc,
    /// mediapipe/util/tflite/operations.
    private static final Set<String> KNOWN = Set.of(
            "AudioSpectrogram",
            "Convolution2DTransposeBias",
            "Irfft2d",
            "Landmarks2TransformMatrix",
            "MaxPoolingWithArgmax2D",
            "MaxUnpooling2D",
            "Mfcc",
            "NumericVerify",
            "Rfft2d",
            "RoiToTransformMatrix",
            "TFLite_Detection_PostProcess",
            "TransformLandmarks",
            "TransformTensor",
            "TransformTensorBilinear");

    @Override
    public String name() {
        return "tflite";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return specimen.holdsAt(4, "TFL3");
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) throws Malformed {
        var beside = new ArrayList<Flat.Run>();
        var said = new HashSet<String>();
        var understood = Flat.read(specimen, SCHEMA, "Model", 0, true, beside, table -> {
            switch (table.type()) {
                case "OperatorCode" -> operator(table, specimen, examination, said);
                case "Buffer" -> {
                    numbers(table.run("data"), specimen, examination);
                    outside(table.number("offset"), table.number("size"), table, beside, specimen, examination);
                }
                case "Operator" -> {
                    numbers(table.run("custom_options"), specimen, examination);
                    outside(
                            table.number("large_custom_options_offset"),
                            table.number("large_custom_options_size"),
                            table,
                            beside,
                            specimen,
                            examination);
                }
                case "ExternalBufferGroup" -> {
                    if (NamedFiles.outside(table.text("name"))) {
                        examination.note(new Finding.Names(
                                specimen.place().at(table.at()),
                                "data outside its folder: " + Words.shown(table.text("name"))));
                    }
                }
                default -> {}
            }
        });
        understood.forEach(run -> examination.covers(specimen, run.from(), run.to()));
    }

    private static void operator(Flat.Table code, Specimen specimen, Examination examination, Set<String> said) {
        var custom = code.text("custom_code");
        if (custom.isEmpty() || KNOWN.contains(custom) || !said.add(custom)) {
            return;
        }
        var place = specimen.place().at(code.at());
        var flex = custom.startsWith(FLEX) ? custom.substring(FLEX.length()) : "";
        if (Operators.acts(flex)) {
            examination.note(new Finding.Calls(place, Operators.PREFIX + flex, List.of("?")));
        } else if (!Operators.isPlain(flex)) {
            examination.note(new Finding.Names(
                    place, "the operator " + Words.shown(custom) + ", which somebody else has to bring"));
        }
    }

    /// Buffers behind the tables, for models of more than two gigabytes; offsets of 0 and 1 mean that there
    /// is none.
    private static void outside(
            long offset, long size, Flat.Table table, List<Flat.Run> beside, Specimen specimen, Examination examination)
            throws Malformed {
        if (offset == 0 && size == 0) {
            return;
        }
        if (offset <= 1 || size < 0 || offset > specimen.size() || size > specimen.size() - offset) {
            throw new Malformed(table.at(), "a buffer outside the tables ends inside the file");
        }
        var run = new Flat.Run(offset, offset + size);
        beside.add(run);
        numbers(run, specimen, examination);
    }

    private static void numbers(Flat.Run run, Specimen specimen, Examination examination) {
        if (Beginnings.ofAFile(specimen, run.from(), run.to())) {
            examination.plain(specimen.part("buffer@" + run.from(), run.from(), run.to()));
        }
    }
}
