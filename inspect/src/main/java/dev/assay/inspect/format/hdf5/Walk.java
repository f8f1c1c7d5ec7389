package dev.assay.inspect.format.hdf5;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.wire.OtherFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// From the root to everything that can be reached, each object once. What is broken in one of them leaves the others
/// as readable as they are for any reader.
final class Walk {

    private static final int MOST_OBJECTS = 2_000_000;
    private static final int LONGEST_PATH = 400;

    private record Reached(long header, String path) {}

    private final Source source;
    private final Superblock superblock;
    private final GlobalHeap heap;
    private final ArrayDeque<Reached> open = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();

    Walk(Source source, Superblock superblock, GlobalHeap heap) {
        this.source = source;
        this.superblock = superblock;
        this.heap = heap;
    }

    void all() throws Malformed {
        reach(superblock.root(), "");
        if (superblock.cached() != null) { // some readers believe the copy
            links(superblock.cached().links(source, superblock), "");
        }
        while (!open.isEmpty()) {
            var next = open.poll();
            try {
                object(next);
            } catch (Malformed malformed) {
                source.note(new Finding.Breaks(source.specimen().place().at(malformed.offset()), malformed.rule()));
            }
        }
    }

    private void reach(long header, String path) {
        if (seen.size() < MOST_OBJECTS) {
            if (seen.add(header)) {
                open.add(new Reached(header, path));
            }
        } else {
            source.note(new Finding.Outgrows(source.specimen().place(), "the " + MOST_OBJECTS + " objects we look at"));
            open.clear();
        }
    }

    private void object(Reached it) throws Malformed {
        var messages = Message.all(source, it.header);
        for (var message : messages) {
            try {
                message(message, it.path);
            } catch (Malformed malformed) {
                source.note(new Finding.Breaks(source.specimen().place().at(message.at()), malformed.rule()));
            }
        }
        var layout = first(messages, Message.LAYOUT);
        if (layout != null) {
            try {
                dataset(messages, layout, it.path);
            } catch (Malformed malformed) {
                source.note(new Finding.Breaks(source.specimen().place().at(layout.at()), malformed.rule()));
            }
        }
    }

    private void message(Message message, String path) throws Malformed {
        if (message.shared()) {
            var header = Datatype.sharedIn(source, message.cursor());
            if (header == Source.UNDEFINED) {
                source.eludes(0, "it keeps messages in a shared heap, which we do not read yet");
            } else {
                reach(header, path);
            }
            return;
        }
        var in = message.cursor();
        switch (message.type()) {
            case Message.SYMBOL_TABLE ->
                links(new OldGroup(source.address(in), source.address(in)).links(source, superblock), path);
            case Message.LINK -> links(List.of(Link.read(source, in)), path);
            case Message.LINK_INFO -> denseLinks(in, path);
            case Message.ATTRIBUTE -> Attribute.read(source, in).examine(source, heap, path);
            case Message.ATTRIBUTE_INFO -> denseAttributes(in, path);
            case Message.FILTERS -> Filters.read(source, message);
            case Message.EXTERNAL -> external(message, in);
            case Message.SHARED_TABLE ->
                source.eludes(0, "it keeps messages in a shared heap, which we do not read yet");
            case Message.DRIVER -> source.eludes(0, "it is one of several files that are read as one");
            default -> {
                if (message.type() > Message.LAST) {
                    source.eludes(0, "it holds a message of type " + message.type() + ", which nobody has described");
                }
            }
        }
    }

    private void links(List<Link> links, String path) {
        for (var link : links) {
            var place = source.specimen().place();
            switch (link) {
                case Link.Hard it -> reach(it.header(), inside(path, it.name()));
                case Link.Soft it -> {} // another name for what is in this file
                case Link.External it ->
                    source.note(Outside.file(
                            place,
                            it.file(),
                            "by an external link '" + OtherFile.shown(inside(path, it.name())) + "'"));
                case Link.Defined it ->
                    source.note(new Finding.Names(
                            place, "what a link of the program's own kind " + it.type() + " leads to"));
            }
        }
    }

    private static String inside(String path, String name) {
        var full = path.isEmpty() ? name : path + "/" + name;
        return full.length() <= LONGEST_PATH ? full : full.substring(0, LONGEST_PATH);
    }

    private void denseLinks(Cursor in, String path) throws Malformed {
        in.require(in.u8() == 0, "what is said of links is of version 0");
        var flags = in.u8();
        in.skip((flags & 1) == 0 ? 0 : 8);
        var objects = source.address(in);
        var names = source.address(in);
        var order = (flags & 2) == 0 ? Source.UNDEFINED : source.address(in);
        if (objects == Source.UNDEFINED) {
            return;
        }
        var links = new FractalHeap(source, objects);
        var found = new ArrayList<Link>();
        if (names != Source.UNDEFINED) {
            for (var record : Tree2.records(source, names)) {
                found.add(Link.read(source, new Cursor(links.object(new Cursor(record).at(4)))));
            }
        }
        if (order != Source.UNDEFINED) {
            for (var record : Tree2.records(source, order)) {
                found.add(Link.read(source, new Cursor(links.object(new Cursor(record).at(8)))));
            }
        }
        links(found.stream().distinct().toList(), path);
    }

    private void denseAttributes(Cursor in, String path) throws Malformed {
        in.require(in.u8() == 0, "what is said of attributes is of version 0");
        var flags = in.u8();
        in.skip((flags & 1) == 0 ? 0 : 2);
        var objects = source.address(in);
        var names = source.address(in);
        var order = (flags & 2) == 0 ? Source.UNDEFINED : source.address(in);
        if (objects == Source.UNDEFINED) {
            return;
        }
        var attributes = new FractalHeap(source, objects);
        for (var tree : new long[] {names, order}) {
            if (tree == Source.UNDEFINED) {
                continue;
            }
            for (var record : Tree2.records(source, tree)) {
                var found = attributes.object(new Cursor(record));
                if (tree == names || names == Source.UNDEFINED) {
                    Attribute.read(source, new Cursor(found)).examine(source, heap, path);
                }
            }
        }
    }

    /// Bytes of a data set that stand in other files.
    private void external(Message message, Cursor in) throws Malformed {
        in.skip(4);
        in.skip(2);
        var used = in.u16();
        var names = LocalHeap.read(source, source.address(in));
        var files = new ArrayList<String>();
        for (var i = 0; i < used; i++) {
            files.add(names.text(source.length(in)));
            in.skip(2L * source.lengthSize());
        }
        files.stream()
                .distinct()
                .limit(Outside.MOST)
                .forEach(it -> source.note(Outside.file(
                        source.specimen().place().at(message.at()), it, "where a data set keeps its numbers")));
    }

    private void dataset(List<Message> messages, Message layout, String path) throws Malformed {
        var space = first(messages, Message.DATASPACE);
        var type = first(messages, Message.DATATYPE);
        if (space == null || type == null) {
            throw new Malformed(layout.at(), "a data set has a space and a type");
        }
        new Layout(
                        source,
                        superblock,
                        heap,
                        path,
                        Dataspace.read(source, space.cursor()),
                        Datatype.of(source, type),
                        first(messages, Message.EXTERNAL) != null)
                .read(layout.cursor());
    }

    private static @Nullable Message first(List<Message> messages, int type) {
        for (var message : messages) {
            if (message.type() == type) {
                return message;
            }
        }
        return null;
    }
}
