package dev.assay.inspect.format;

import dev.assay.inspect.Format;
import dev.assay.inspect.Generation;
import dev.assay.inspect.Inspector;
import dev.assay.inspect.format.ar.Ar;
import dev.assay.inspect.format.catboost.CatBoost;
import dev.assay.inspect.format.compound.Compound;
import dev.assay.inspect.format.compressed.Compressed;
import dev.assay.inspect.format.compressed.Gzip;
import dev.assay.inspect.format.compressed.Lzma;
import dev.assay.inspect.format.compressed.Zlib;
import dev.assay.inspect.format.coreml.CoreMl;
import dev.assay.inspect.format.coreml.Weights;
import dev.assay.inspect.format.cpio.Cpio;
import dev.assay.inspect.format.executable.Executable;
import dev.assay.inspect.format.executorch.ExecuTorch;
import dev.assay.inspect.format.ggml.Ggml;
import dev.assay.inspect.format.ggml.Importance;
import dev.assay.inspect.format.gguf.Gguf;
import dev.assay.inspect.format.hdf5.Hdf5;
import dev.assay.inspect.format.marshal.Marshal;
import dev.assay.inspect.format.media.Chunks;
import dev.assay.inspect.format.media.Fonts;
import dev.assay.inspect.format.media.Frames;
import dev.assay.inspect.format.media.Pdf;
import dev.assay.inspect.format.media.Pictures;
import dev.assay.inspect.format.media.Sounds;
import dev.assay.inspect.format.msgpack.MessagePack;
import dev.assay.inspect.format.mxnet.MxnetParameters;
import dev.assay.inspect.format.npy.Npy;
import dev.assay.inspect.format.onnx.Onnx;
import dev.assay.inspect.format.opaque.Opaque;
import dev.assay.inspect.format.paddle.PaddleParameters;
import dev.assay.inspect.format.paddle.PaddleProgram;
import dev.assay.inspect.format.pickle.Pickle;
import dev.assay.inspect.format.rar.Rar;
import dev.assay.inspect.format.rdata.RData;
import dev.assay.inspect.format.record.Avro;
import dev.assay.inspect.format.record.TfRecord;
import dev.assay.inspect.format.safetensors.Safetensors;
import dev.assay.inspect.format.sentencepiece.SentencePiece;
import dev.assay.inspect.format.sevenzip.SevenZip;
import dev.assay.inspect.format.sqlite.Sqlite;
import dev.assay.inspect.format.table.ArrowStream;
import dev.assay.inspect.format.table.Lance;
import dev.assay.inspect.format.table.Orc;
import dev.assay.inspect.format.table.Table;
import dev.assay.inspect.format.tar.Tar;
import dev.assay.inspect.format.tensorflow.CheckpointIndex;
import dev.assay.inspect.format.tensorflow.Lite;
import dev.assay.inspect.format.tensorflow.TensorFlow;
import dev.assay.inspect.format.text.Text;
import dev.assay.inspect.format.ubjson.UniversalJson;
import dev.assay.inspect.format.zip.Zip;
import dev.assay.inspect.worker.WorkerPath;
import java.util.List;
import java.util.stream.Stream;

/// Every format this house can read. To teach it another, add a line.
public final class Formats {

    /// Changes whenever anything in this room does, or one of the libraries it unpacks with, so that old
    /// bytes are looked at again.
    public static final String GENERATION = Generation.of(Inspector.class, WorkerPath.libraries());

    private static final List<Format> READ = List.of(
            new ArrowStream(),
            new Ar(),
            new Avro(),
            Compressed.BZIP2,
            Compressed.COMPRESS,
            Compressed.LZ4,
            Compressed.XZ,
            Compressed.ZSTD,
            Chunks.AIFF,
            Chunks.ASF,
            Chunks.AU,
            Chunks.CAF,
            Chunks.FLV,
            Chunks.JP2,
            Chunks.RF64,
            Chunks.WAVE64,
            new Compound(),
            new Cpio(),
            new CatBoost(),
            new CheckpointIndex(),
            new CoreMl(),
            new Executable(),
            new ExecuTorch(),
            Fonts.SFNT,
            Fonts.WOFF,
            Frames.AAC,
            Frames.AC3,
            Frames.TRANSPORT,
            new Ggml(),
            new Gguf(),
            new Gzip(),
            new Hdf5(),
            new Importance(),
            new Lance(),
            new Lzma(),
            new Lite(),
            new Marshal(),
            new MessagePack(),
            new MxnetParameters(),
            new Npy(),
            new Onnx(),
            new Orc(),
            new PaddleParameters(),
            new PaddleProgram(),
            new Pdf(),
            new Pickle(),
            Pictures.BMP,
            Pictures.GIF,
            Pictures.ICO,
            Pictures.JPEG,
            Pictures.NETPBM,
            Pictures.PNG,
            Pictures.TIFF,
            new Rar(),
            new RData(),
            new Safetensors(),
            new SentencePiece(),
            new SevenZip(),
            Sounds.FLAC,
            Sounds.MATROSKA,
            Sounds.MP3,
            Sounds.MP4,
            Sounds.OGG,
            Sounds.RIFF,
            new Sqlite(),
            Table.ARROW,
            Table.PARQUET,
            new Tar(),
            new TensorFlow(),
            new TfRecord(),
            new Text(),
            new UniversalJson(),
            new Weights(),
            new Zip(),
            new Zlib());

    public static final List<Format> ALL =
            Stream.concat(READ.stream(), Opaque.ALL.stream()).toList();

    private Formats() {}
}
