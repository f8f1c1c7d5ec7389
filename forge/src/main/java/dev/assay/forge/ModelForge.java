package dev.assay.forge;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The files models are kept in, pickles aside.
public final class ModelForge {

    private ModelForge() {}

    /// A safetensors file with this header, and behind it as many zero bytes.
    public static byte[] safetensors(String header, int numbers) {
        var json = header.getBytes(UTF_8);
        return new Bytes().u64(json.length).raw(json).zeros(numbers).done();
    }

    /// A PyTorch archive of one storage of zeros.
    public static ZipForge torch(byte[] pickle) {
        return new ZipForge()
                .stored("archive/data.pkl", pickle)
                .stored("archive/byteorder", "little")
                .stored("archive/data/0", new byte[64])
                .stored("archive/version", "3\n")
                .stored("archive/.data/serialization_id", "1234567890123456789012345678901234567890");
    }

    /// A NumPy array file with this dict for a header.
    public static byte[] npy(String dict, byte[] array) {
        var padded = dict + " ".repeat(63 - (10 + dict.length()) % 64) + "\n";
        return new Bytes()
                .raw("\u0093NUMPY\1\0")
                .u16(padded.length())
                .text(padded)
                .raw(array)
                .done();
    }

    /// A GGUF file with a chat template and one tensor of 32 numbers.
    public static byte[] gguf(String template) {
        var header = new Bytes().raw("GGUF").u32(3).u64(1).u64(2);
        text(header, "general.architecture").u32(8);
        text(header, "llama");
        text(header, "tokenizer.chat_template").u32(8);
        text(header, template);
        text(header, "blk.0.weight").u32(1).u64(32).u32(0).u64(0);
        return header.zeros((32 - header.size() % 32) % 32).zeros(128).done();
    }

    /// A SentencePiece model of three pieces.
    public static byte[] sentencePiece() {
        var out = new Bytes();
        for (var piece : new String[] {"<unk>", "<s>", "</s>"}) {
            var inner = new Bytes()
                    .u8(0x0a)
                    .u8(piece.length())
                    .text(piece)
                    .u8(0x15)
                    .u32(0)
                    .u8(0x18)
                    .u8(2)
                    .done();
            out.u8(0x0a).u8(inner.length).raw(inner);
        }
        return out.u8(0x12).u8(2).u8(0x18).u8(1).done();
    }

    /// A picture of one point.
    public static byte[] png() {
        return new Bytes()
                .raw("\u0089PNG\r\n\u001a\n")
                .u32be(13)
                .raw("IHDR")
                .u32be(1)
                .u32be(1)
                .raw("\10\0\0\0\0")
                .u32be(0)
                .u32be(0)
                .raw("IEND")
                .u32be(0xae426082L)
                .done();
    }

    /// The beginning of a program for Linux, which does nothing.
    public static byte[] elf() {
        return new Bytes()
                .raw("\u007fELF\2\1\1\0")
                .zeros(8)
                .u16(2)
                .u16(62)
                .u32(1)
                .zeros(40)
                .done();
    }

    private static Bytes text(Bytes out, String text) {
        return out.u64(text.length()).text(text);
    }
}
