package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A bill of materials in CycloneDX 1.6, written when all of it is known.
///
/// Its serial number is made from what is listed, so the same files come to the same bill, byte for byte.
///
/// @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
final class BomReport implements Report {

    private static final int MOST_FINDINGS = 20;

    private static final Set<String> MODELS = Set.of(
            "pickle",
            "torch-legacy",
            "safetensors",
            "gguf",
            "onnx",
            "tensorflow",
            "tensorflow-checkpoint",
            "tflite",
            "hdf5",
            "sentencepiece",
            "coreml",
            "coreml-weights",
            "paddle",
            "paddle-parameters",
            "mxnet",
            "executorch",
            "catboost");
    private static final Set<String> DATA = Set.of("parquet", "arrow", "arrow-stream", "npy", "rdata");
    /// Containers, of which the name says what is packed in them.
    private static final Set<String> MODEL_ENDINGS =
            Set.of("pt", "pth", "bin", "ckpt", "keras", "nemo", "pt2", "mar", "joblib", "skops");

    private final Terminal terminal;
    private final String name;
    private final String moment;
    private final List<Scanned> files = new ArrayList<>();
    private final Map<Path, Card> cards = new HashMap<>();
    private String policy = "";

    /// @param name what the whole is called
    /// @param moment when it is made; empty to leave that out
    BomReport(Terminal terminal, String name, String moment) {
        this.terminal = terminal;
        this.name = name;
        this.moment = moment;
    }

    boolean unread() {
        return files.stream().anyMatch(it -> it.digest() == null);
    }

    @Override
    public void begin(String policy) {
        this.policy = policy;
    }

    @Override
    public void file(Scanned file) {
        files.add(file);
    }

    @Override
    public void end(Summary summary) throws IOException {
        var json = new Json(terminal);
        json.object();
        json.name("$schema").value("http://cyclonedx.org/schema/bom-1.6.schema.json");
        json.name("bomFormat").value("CycloneDX");
        json.name("specVersion").value("1.6");
        json.name("serialNumber").value(serial());
        json.name("version").value(1);
        metadata(json);
        json.line().name("components").array();
        for (var file : files) {
            component(json, file);
        }
        json.line().endArray();
        json.line().name("dependencies").array().object();
        json.name("ref").value("whole").name("dependsOn").array();
        for (var file : files) {
            json.value(reference(file));
        }
        json.endArray().endObject().endArray();
        json.line().endObject().end();
    }

    private void metadata(Json json) throws IOException {
        json.line().name("metadata").object();
        if (!moment.isEmpty()) {
            json.name("timestamp").value(moment);
        }
        json.name("tools").object().name("components").array().object();
        json.name("type").value("application").name("name").value("assay");
        json.name("version").value(Version.TEXT).endObject().endArray().endObject();
        json.name("component").object();
        json.name("type").value(whole());
        json.name("bom-ref").value("whole").name("name").value(name);
        var card = topmost();
        licences(json, card);
        if (whole().equals("machine-learning-model") && card.describesModel()) {
            modelCard(json, card);
        }
        json.endObject();
        json.name("properties").array();
        property(json, "assay:policy", policy);
        json.endArray().endObject();
    }

    /// A model if there is one in it, else data if there is some.
    private String whole() {
        var types = files.stream().map(BomReport::type).toList();
        return types.contains("machine-learning-model")
                ? "machine-learning-model"
                : types.contains("data") ? "data" : "file";
    }

    /// The card of the folder that holds all the others.
    private Card topmost() {
        return files.stream()
                .map(it -> Path.of(it.path()).getParent())
                .filter(it -> it != null)
                .min((a, b) -> Integer.compare(a.getNameCount(), b.getNameCount()))
                .map(this::card)
                .orElse(Card.BLANK);
    }

    private void modelCard(Json json, Card card) throws IOException {
        json.name("modelCard").object().name("modelParameters").object();
        unlessEmpty(json, "task", card.task());
        unlessEmpty(json, "architectureFamily", card.family());
        unlessEmpty(json, "modelArchitecture", card.architecture());
        if (!card.datasets().isEmpty()) {
            json.name("datasets").array();
            for (var dataset : card.datasets()) {
                json.object()
                        .name("type")
                        .value("dataset")
                        .name("name")
                        .value(dataset)
                        .endObject();
            }
            json.endArray();
        }
        json.endObject().endObject();
    }

    private static void unlessEmpty(Json json, String key, String value) throws IOException {
        if (!value.isEmpty()) {
            json.name(key).value(value);
        }
    }

    private void component(Json json, Scanned file) throws IOException {
        var digest = file.digest();
        json.line().object();
        json.name("type").value(type(file));
        json.name("bom-ref").value(reference(file));
        json.name("name").value(file.path());
        if (digest != null) {
            json.name("hashes").array().object();
            json.name("alg").value("SHA-256").name("content").value(digest.hex());
            json.endObject().endArray();
        }
        licences(json, nearest(file));
        json.name("properties").array();
        property(json, "assay:format", file.format());
        property(json, "assay:size", Long.toString(file.size()));
        property(json, "assay:verdict", file.word().name());
        for (var ruling : file.against().stream().limit(MOST_FINDINGS).toList()) {
            property(
                    json,
                    "assay:" + ruling.outcome().name().toLowerCase(Locale.ROOT),
                    TextReport.cut(ruling.finding().sentence(file.path())) + " (" + ruling.because() + ")");
        }
        json.endArray().endObject();
    }

    private static void licences(Json json, Card card) throws IOException {
        if (card.licence().isEmpty()) {
            return;
        }
        var identifier = Licence.spdx(card.licence());
        json.name("licenses").array().object().name("license").object();
        json.name(identifier.isEmpty() ? "name" : "id").value(identifier.isEmpty() ? card.licence() : identifier);
        json.endObject().endObject().endArray();
    }

    private static void property(Json json, String name, String value) throws IOException {
        json.object().name("name").value(name).name("value").value(value).endObject();
    }

    /// The card in the file's folder, or the next one above that says under which licence things are; not
    /// above the topmost folder that was looked at.
    private Card nearest(Scanned file) {
        var depth = files.stream()
                .map(it -> Path.of(it.path()).getParent())
                .mapToInt(it -> it == null ? 0 : it.getNameCount())
                .min()
                .orElse(0);
        for (var folder = Path.of(file.path()).getParent();
                folder != null && folder.getNameCount() >= depth;
                folder = folder.getParent()) {
            var card = card(folder);
            if (!card.licence().isEmpty()) {
                return card;
            }
        }
        return Card.BLANK;
    }

    private Card card(Path folder) {
        return cards.computeIfAbsent(folder, Card::of);
    }

    private static String type(Scanned file) {
        var format = file.format();
        var ending = file.path().substring(file.path().lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        var packed = format.equals("zip") || format.equals("tar") || format.equals("gzip");
        if (MODELS.contains(format) || packed && MODEL_ENDINGS.contains(ending)) {
            return "machine-learning-model";
        }
        return DATA.contains(format) || ending.equals("csv") ? "data" : "file";
    }

    private static String reference(Scanned file) {
        return "file:" + file.path();
    }

    /// A UUID of the kind that is made of something else (RFC 9562, version 8).
    private String serial() {
        var text = new StringBuilder();
        for (var file : files) {
            var digest = file.digest();
            text.append(digest == null ? "-" : digest.hex())
                    .append(' ')
                    .append(file.path())
                    .append('\n');
        }
        var hex = Digest.of(text.toString().getBytes(UTF_8)).hex();
        return "urn:uuid:" + hex.substring(0, 8) + "-" + hex.substring(8, 12) + "-8" + hex.substring(13, 16) + "-a"
                + hex.substring(17, 20) + "-" + hex.substring(20, 32);
    }
}
