package dev.assay.repo;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The files a repository begins with.
final class FirstCommit {

    static final String TITLE = "initial commit";

    private static final List<String> LARGE = List.of(
            "*.7z",
            "*.arrow",
            "*.avro",
            "*.bin",
            "*.bz2",
            "*.ckpt",
            "*.ftz",
            "*.gz",
            "*.h5",
            "*.joblib",
            "*.lfs.*",
            "*.lz4",
            "*.mds",
            "*.mlmodel",
            "*.model",
            "*.msgpack",
            "*.npy",
            "*.npz",
            "*.onnx",
            "*.ot",
            "*.parquet",
            "*.pb",
            "*.pickle",
            "*.pkl",
            "*.pt",
            "*.pth",
            "*.rar",
            "*.safetensors",
            "saved_model/**/*",
            "*.tar.*",
            "*.tar",
            "*.tflite",
            "*.tgz",
            "*.wasm",
            "*.xz",
            "*.zip",
            "*.zst",
            "*tfevents*");
    private static final List<String> LARGE_MEDIA = List.of(
            "*.pcm", "*.sam", "*.raw", "*.aac", "*.flac", "*.mp3", "*.ogg", "*.wav", "*.bmp", "*.gif", "*.png",
            "*.tiff", "*.jpg", "*.jpeg", "*.webp", "*.mp4", "*.webm");

    private FirstCommit() {}

    /// Paths and bytes: which files are large, and for a space which kit it is made with.
    static Map<String, byte[]> files(Kind kind, String name, String sdk) {
        var files = new LinkedHashMap<String, byte[]>();
        files.put(".gitattributes", attributes(kind).getBytes(StandardCharsets.UTF_8));
        if (kind == Kind.SPACE) {
            var readme = "---\ntitle: " + name.replace('_', ' ') + "\nsdk: " + sdk + "\npinned: false\n---\n";
            files.put("README.md", readme.getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static String attributes(Kind kind) {
        var patterns = new ArrayList<>(LARGE);
        if (kind == Kind.DATASET) {
            patterns.addAll(LARGE_MEDIA);
        }
        var text = new StringBuilder();
        patterns.forEach(it -> text.append(it).append(" filter=lfs diff=lfs merge=lfs -text\n"));
        return text.toString();
    }
}
