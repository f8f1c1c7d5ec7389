package dev.assay.convert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// A PyTorch file taken apart: what it holds by name, and the bytes of its storages.
///
/// The file was inspected before, so that it can be read in one way only.
///
/// @param held what its stream leaves
/// @param storages the bytes of each, by key
record Source(Held held, Map<String, MemorySegment> storages) {

    /// 0x1950a86a20f9469cfc6c as a pickle, by which PyTorch's files before version 1.6 begin, and their version as one.
    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.',
        (byte) 0x80,
        2,
        'M',
        (byte) 0xe9,
        3,
        '.'
    };

    static Source of(FileChannel file, MemorySegment bytes, Arena arena, SequencedSet<String> foreign)
            throws IOException, Malformed, Refused {
        if (bytes.byteSize() > MAGIC.length
                && bytes.asSlice(0, MAGIC.length).mismatch(MemorySegment.ofArray(MAGIC)) < 0) {
            return stream(bytes, foreign);
        }
        if (bytes.byteSize() > 4 && bytes.get(ValueLayout.JAVA_BYTE, 0) == 'P') {
            return archive(file, bytes, arena, foreign);
        }
        throw new Refused("it is neither of the two kinds of file that torch.save writes");
    }

    private static Source archive(FileChannel file, MemorySegment bytes, Arena arena, SequencedSet<String> foreign)
            throws IOException, Malformed, Refused {
        try (var zip = ZipFile.builder().setSeekableByteChannel(file).get()) {
            var entries = Collections.list(zip.getEntries());
            var roots = entries.stream()
                    .map(ZipArchiveEntry::getName)
                    .filter(it -> it.endsWith("/data.pkl") && it.indexOf('/') == it.length() - 9)
                    .toList();
            if (roots.size() != 1) {
                throw new Refused("an archive of tensors has one data.pkl, and this one has " + roots.size());
            }
            var root = roots.getFirst().substring(0, roots.getFirst().length() - 8);
            var storages = new HashMap<String, MemorySegment>();
            var pickle = MemorySegment.NULL;
            for (var entry : entries) {
                var name = entry.getName();
                if (name.startsWith(root + "code/") || name.equals(root + "constants.pkl")) {
                    throw new Refused("it holds a program (TorchScript), which safetensors has no place for");
                }
                if (name.equals(root + "data.pkl")) {
                    pickle = contents(zip, entry, bytes, arena);
                } else if (name.startsWith(root + "data/")) {
                    storages.put(name.substring(root.length() + 5), contents(zip, entry, bytes, arena));
                } else if (name.equals(root + "byteorder")) {
                    var order = new String(contents(zip, entry, bytes, arena).toArray(ValueLayout.JAVA_BYTE), US_ASCII);
                    if (!order.equals("little")) {
                        throw new Refused("its numbers are written most significant byte first");
                    }
                }
            }
            var reading = new StateDict(pickle, foreign);
            return new Source(reading.read(), storages);
        }
    }

    private static MemorySegment contents(ZipFile zip, ZipArchiveEntry entry, MemorySegment bytes, Arena arena)
            throws IOException, Refused {
        if (entry.getMethod() == ZipArchiveEntry.STORED) {
            return bytes.asSlice(entry.getDataOffset(), entry.getSize());
        }
        // Not as torch.save writes them, but as it reads them; a folder's worth of disk bounds what they grow to.
        try (var packed = zip.getInputStream(entry)) {
            return unpacked(packed, entry.getSize(), arena);
        }
    }

    private static MemorySegment unpacked(InputStream packed, long size, Arena arena) throws IOException, Refused {
        var spill = Files.createTempFile("assay-convert", null);
        try (var channel = FileChannel.open(
                spill, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            var out = java.nio.channels.Channels.newOutputStream(channel);
            var block = new byte[1 << 16];
            var written = 0L;
            for (var read = packed.read(block); read >= 0; read = packed.read(block)) {
                written += read;
                if (written > size) {
                    throw new Refused("a member unpacks to more than it says");
                }
                out.write(block, 0, read);
            }
            if (written != size) {
                throw new Refused("a member unpacks to less than it says");
            }
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
        }
    }

    /// The magic number and version, the machine it was written on, what it holds, the storages' keys; then each
    /// storage's element count and bytes.
    private static Source stream(MemorySegment bytes, SequencedSet<String> foreign) throws Malformed, Refused {
        var here = (long) MAGIC.length;
        var streams = new ArrayList<Held>();
        for (var i = 0; i < 3; i++) {
            var reading = new StateDict(bytes.asSlice(here), foreign);
            streams.add(reading.read());
            here += reading.length();
        }
        var widths = new HashMap<String, Held.Storage>();
        gather(streams.get(1), widths);
        if (!(streams.get(2) instanceof Held.Row keys)) {
            throw new Refused("the storages are listed behind what uses them");
        }
        var storages = new HashMap<String, MemorySegment>();
        var cursor = new Cursor(bytes).at(here);
        for (var key : keys.elements()) {
            var storage = key instanceof Held.Text(var name) ? widths.get(name) : null;
            if (storage == null) {
                throw new Refused("a storage is there that nothing uses, so its length is not known");
            }
            if (cursor.u64() != storage.count()) {
                throw new Refused("a storage has as many elements as is said where it is used");
            }
            storages.put(
                    storage.key(),
                    cursor.take(
                            Math.multiplyExact(storage.count(), storage.dtype().width())));
        }
        return new Source(streams.get(1), storages);
    }

    /// Without recursion: what holds what is the file's to say.
    private static void gather(Held held, Map<String, Held.Storage> storages) {
        var open = new ArrayList<Held>(List.of(held));
        var seen = Collections.newSetFromMap(new java.util.IdentityHashMap<Held, Boolean>());
        while (!open.isEmpty()) {
            var next = open.removeLast();
            if (!seen.add(next)) {
                continue;
            }
            switch (next) {
                case Held.View(var tensor) -> storages.putIfAbsent(tensor.storage(), tensor.of());
                case Held.Row(var elements) -> open.addAll(elements);
                case Held.Pairs(var texts, var others) -> {
                    open.addAll(texts.values());
                    open.addAll(others);
                }
                case Held.Storage it -> storages.putIfAbsent(it.key(), it);
                case Held.Text it -> {}
                case Held.Whole it -> {}
                case Held.Constant it -> {}
                case Held.Name it -> {}
                case Held.Foreign it -> {}
            }
        }
    }
}
