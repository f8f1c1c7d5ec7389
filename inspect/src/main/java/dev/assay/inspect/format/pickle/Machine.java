package dev.assay.inspect.format.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.assay.inspect.Malformed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pickle machine on symbols: every opcode of every protocol does to [Value]s what it would do to objects, and
/// says so to a [Trace]. It runs nothing and refuses nothing that some reader takes; it stops where all of them stop.
///
/// Work is linear in the bytes: values are shared and never copied, and printing them is bounded.
final class Machine {

    /// Bytes of ours that one stream's containers, objects and what it puts aside may take. Numbers and texts that
    /// stand in the stream take nothing once they are in a container.
    private static final long MOST_MEMORY = 160L << 20;

    private static final long HEAVIEST = 100_000_000;
    private static final int DEEPEST = 10_000;
    private static final String HEAVY = HEAVIEST + " values, if what is shared were copied";
    private static final String DEEP = DEEPEST + " containers inside each other";
    /// What is made by these is no text, so nobody imports by its name.
    private static final Set<String> NEVER_TEXT =
            Set.of("collections.OrderedDict", "joblib.numpy_pickle.NumpyArrayWrapper", "numpy.dtype", "numpy.ndarray");

    private static final String UNUSUAL = "a number is written as no writer writes it";
    private static final String MISSPELLED = "a text is spelled as no writer spells it";
    private static final int SHORTEST_FRAME = 4;
    /// Texts and bytes of this length are written outside of frames.
    private static final int LONG = 64 * 1024;
    private static final int LONGEST_INT = 1 << 16;
    private static final int MOST_RESOLVED = 1024;

    /// How a run ended.
    enum End {
        /// At STOP, with a value.
        STOPPED,
        /// Where every reader gives up.
        BROKE,
        /// We gave up, and said so.
        OUTGREW,
        /// Whoever wanted to know something knows it.
        ENOUGH
    }

    private final Tape tape;
    private final Trace trace;
    private final Caller caller;
    private final Caller.Nested nested;
    private final ArrayReader arrays;
    private final Stack stack = new Stack();
    private final Memo memo;

    private final long start;
    private long at;
    private int protocol;
    private long steps;
    private long memory;
    private boolean popped;
    private boolean framed;
    private long unframed;
    private boolean odd;
    private final Map<String, Long> named = new HashMap<>();
    private final Map<String, Value.Name> resolved = new HashMap<>();
    private @Nullable Value result;
    private Tape.@Nullable Slice longest;

    /// Reads what some readers expect right behind an object: the numbers of an array joblib wrote.
    interface ArrayReader {

        /// Bytes that belong to the object just built, from this offset; 0 if the reader takes none.
        long behind(Value.Made built, long offset);
    }

    /// Whether whoever asked knows enough.
    interface Enough {
        boolean enough(Machine machine);
    }

    Machine(Tape tape, Trace trace, Caller.Nested nested, ArrayReader arrays) {
        this.tape = tape;
        this.memo = new Memo(tape.bytes());
        this.trace = trace;
        this.nested = nested;
        this.arrays = arrays;
        this.caller = new Caller(trace, nested);
        this.start = tape.here();
    }

    /// What the stream leaves at its STOP.
    @Nullable
    Value result() {
        return result;
    }

    /// Opcodes run.
    long steps() {
        return steps;
    }

    /// How far the last opcode that ran reached.
    long reached() {
        return at;
    }

    /// @param enough asked before every opcode
    End run(Enough enough) {
        at = tape.here();
        try {
            while (true) {
                at = tape.here();
                if (enough.enough(this)) {
                    return End.ENOUGH;
                }
                stack.at(at);
                if (tape.left() == 0) {
                    throw new Malformed(at, "a pickle ends with STOP");
                }
                var framing = framed && !tape.inFrame();
                var opcode = Opcode.of(tape.u8());
                if (opcode == null) {
                    throw new Malformed(at, "every opcode is of the protocol");
                }
                if (popped && opcode != Opcode.POP) {
                    popped = false;
                    if (opcode != Opcode.GET && opcode != Opcode.BINGET && opcode != Opcode.LONG_BINGET) {
                        trace.departs("a value is thrown away", at);
                    }
                }
                step(opcode);
                steps++;
                if (framing && opcode != Opcode.FRAME) {
                    between(tape.here() - at);
                }
                if (opcode == Opcode.STOP) {
                    at = tape.here();
                    return End.STOPPED;
                }
            }
        } catch (Malformed malformed) {
            trace.breaks(malformed.rule(), at);
            return End.BROKE;
        } catch (Stack.Full full) {
            trace.outgrows("the values we are willing to follow", at);
            return End.OUTGREW;
        }
    }

    /// Writers keep everything in frames, but for long texts and bytes, and for what is too short for a frame.
    private void between(long length) {
        if (length >= LONG) {
            return;
        }
        unframed += length;
        if (unframed >= SHORTEST_FRAME) {
            trace.departs("values stand between frames", at);
        }
    }

    private void step(Opcode opcode) throws Malformed, Stack.Full {
        switch (opcode) {
            case PROTO -> proto(tape.u8());
            case FRAME -> frame(tape.i64());
            case STOP -> stop();
            case NONE -> push(Value.Plain.NONE);
            case NEWTRUE -> push(Value.Plain.TRUE);
            case NEWFALSE -> push(Value.Plain.FALSE);
            case INT -> integerLine();
            case LONG -> longLine();
            case BININT -> push(Value.Int.of(tape.i32()));
            case BININT1 -> push(Value.Int.of(tape.u8()));
            case BININT2 -> push(Value.Int.of(tape.u16()));
            case LONG1 -> longBytes(tape.u8());
            case LONG4 -> longBytes(tape.i32());
            case FLOAT -> floatLine();
            case BINFLOAT -> push(new Value.Real(tape.bigEndianDouble()));
            case STRING -> string();
            case BINSTRING -> text(tape.i32(), Tape.Writing.LATIN_1);
            case SHORT_BINSTRING -> text(tape.u8(), Tape.Writing.LATIN_1);
            case UNICODE -> unicode();
            case SHORT_BINUNICODE -> text(tape.u8(), Tape.Writing.UTF_8);
            case BINUNICODE -> text(tape.u32(), Tape.Writing.UTF_8);
            case BINUNICODE8 -> text(tape.i64(), Tape.Writing.UTF_8);
            case SHORT_BINBYTES -> bytes(tape.u8());
            case BINBYTES -> bytes(tape.u32());
            case BINBYTES8, BYTEARRAY8 -> bytes(tape.i64());
            case NEXT_BUFFER -> {
                trace.eludes("it takes buffers that are not in this file", at);
                push(new Value.Unknown("a buffer"));
            }
            case READONLY_BUFFER -> stack.top();
            case EMPTY_TUPLE -> push(new Value.Box(Value.Box.Kind.TUPLE));
            case TUPLE1 -> tuple(1);
            case TUPLE2 -> tuple(2);
            case TUPLE3 -> tuple(3);
            case TUPLE -> push(weighed(Value.Box.tuple(stack.popToMark())));
            case EMPTY_LIST -> push(new Value.Box(Value.Box.Kind.LIST));
            case LIST -> push(filled(Value.Box.Kind.LIST, stack.popToMark()));
            case EMPTY_SET -> push(new Value.Box(Value.Box.Kind.SET));
            case FROZENSET -> push(filled(Value.Box.Kind.SET, stack.popToMark()));
            case EMPTY_DICT -> push(new Value.Box(Value.Box.Kind.DICT));
            case DICT -> push(filled(Value.Box.Kind.DICT, stack.popToMark()));
            case APPEND -> append(List.of(stack.pop()), "append");
            case APPENDS -> append(stack.popToMark(), "extend");
            case ADDITEMS -> append(stack.popToMark(), "add");
            case SETITEM -> {
                var value = stack.pop();
                setItems(List.of(stack.pop(), value));
            }
            case SETITEMS -> setItems(stack.popToMark());
            case POP -> {
                stack.discard();
                popped = true;
            }
            case POP_MARK -> {
                stack.popToMark();
                popped = true;
            }
            case DUP -> {
                trace.departs("a value is duplicated by DUP", at);
                push(stack.top());
            }
            case MARK -> stack.push(Value.Mark.MARK);
            case GET -> get(index());
            case BINGET -> get(tape.u8());
            case LONG_BINGET -> get(tape.u32());
            case PUT -> put(index());
            case BINPUT -> put(tape.u8());
            case LONG_BINPUT -> put(tape.u32());
            case MEMOIZE -> put(memo.count());
            case EXT1 -> extension(tape.u8());
            case EXT2 -> extension(tape.u16());
            case EXT4 -> extension(tape.i32());
            case GLOBAL -> push(global());
            case STACK_GLOBAL -> stackGlobal();
            case REDUCE -> {
                var arguments = stack.pop();
                replace(caller.call(callable(stack.top()), arguments, at));
            }
            case BUILD -> build();
            case INST -> {
                var type = global();
                push(caller.call(type, Value.Box.tuple(stack.popToMark()), at));
            }
            case OBJ -> {
                var gathered = stack.popToMark();
                need(!gathered.isEmpty(), "a class stands above the mark");
                push(caller.call(
                        callable(gathered.getFirst()), Value.Box.tuple(gathered.subList(1, gathered.size())), at));
            }
            case NEWOBJ -> {
                var arguments = stack.pop();
                replace(caller.create(callable(stack.top()), arguments, at));
            }
            case NEWOBJ_EX -> {
                var keywords = stack.pop();
                var arguments = stack.pop();
                var all = Value.Box.tuple(
                        arguments instanceof Value.Box box ? List.copyOf(box.kept) : List.of(arguments));
                all.add(keywords);
                replace(caller.create(callable(stack.top()), all, at));
            }
            case PERSID -> persistent(new Value.Text(tape.line(Tape.Writing.LATIN_1)));
            case BINPERSID -> persistent(stack.pop());
        }
    }

    private void proto(int version) throws Malformed {
        need(version <= 5, "the protocol is 0 to 5");
        if (at != start || version < 2) {
            trace.departs("the protocol is named where no writer names it", at);
        }
        protocol = version;
        resolved.clear(); // the names of protocol 2 are those of Python 2
    }

    private void frame(long length) throws Malformed {
        if (tape.inFrame()) {
            trace.differs("a frame begins inside a frame, where some readers stop and others go on", at);
        }
        if (length < 0 || length > tape.left()) {
            trace.breaks("a frame ends inside the file", at);
        } else {
            tape.frame(length);
            framed = true;
            unframed = 0;
            if (length < SHORTEST_FRAME) {
                trace.departs("a frame is shorter than writers make one", at);
            }
        }
    }

    private void stop() throws Malformed {
        result = stack.pop();
        if (stack.size() > 0) {
            trace.departs("values are left over at the end", at);
        }
        if (tape.inFrame()) {
            trace.departs("the last frame is longer than the stream", at);
        }
    }

    private void integerLine() throws Malformed, Stack.Full {
        var line = numberLine();
        if (line.equals("00") || line.equals("01")) {
            push(line.equals("01") ? Value.Plain.TRUE : Value.Plain.FALSE);
            return;
        }
        push(numberOr(Numbers.integer(line, false)));
    }

    private void longLine() throws Malformed, Stack.Full {
        push(numberOr(Numbers.integer(numberLine(), true)));
    }

    private void floatLine() throws Malformed, Stack.Full {
        push(numberOr(Numbers.real(numberLine())));
    }

    private String numberLine() throws Malformed {
        var line = tape.line(Tape.Writing.LATIN_1);
        if (line.length() > LONGEST_INT) {
            trace.outgrows("the digits a number may have", at);
        }
        var text = tape.text(line, LONGEST_INT);
        if (!text.isEmpty() && isBlank(text.charAt(0))) {
            trace.departs(UNUSUAL, at);
            text = behindBlanks(line);
        }
        var end = text.indexOf(0);
        if (end >= 0) {
            trace.departs(UNUSUAL, at);
        }
        return end >= 0 ? text.substring(0, end) : text;
    }

    private static String behindBlanks(Tape.Slice line) {
        var bytes = line.bytes();
        var from = 0L;
        while (from < line.length() && isBlank(Byte.toUnsignedInt(bytes.get(JAVA_BYTE, from)))) {
            from++;
        }
        return line.part(from, Math.min(line.length() - from, LONGEST_INT)).text();
    }

    private static boolean isBlank(int c) {
        return c == ' ' || c >= 9 && c <= 13 || c >= 0x1c && c <= 0x1f || c == 0x85 || c == 0xa0;
    }

    /// Some reader may take what is no number to us; to it, it is a number.
    private Value numberOr(Numbers number) throws Malformed {
        if (number.value() == null) {
            odd = true;
            trace.departs(UNUSUAL, at);
            return new Value.Int(0, false);
        }
        return number(number);
    }

    /// Whether a number was passed over that we cannot read.
    boolean odd() {
        return odd;
    }

    private Value number(Numbers number) throws Malformed {
        var value = number.value();
        if (value == null) {
            throw new Malformed(at, "a number is written in digits");
        }
        if (!number.usual()) {
            trace.departs(UNUSUAL, at);
        }
        return value;
    }

    /// The number of GET and PUT. Python 2 keeps what it puts aside by the line itself, whatever it
    /// says; Python 3 reads a number and stops where there is none.
    private long index() throws Malformed {
        var line = numberLine();
        var read = Numbers.integer(line, false);
        if (read.value() instanceof Value.Int number && number.fits() && number.number() >= 0) {
            if (!read.usual()) {
                trace.departs(UNUSUAL, at);
            }
            return number.number();
        }
        odd = true;
        trace.departs(UNUSUAL, at);
        return named.computeIfAbsent(line, any -> Long.MAX_VALUE - named.size());
    }

    private void longBytes(int length) throws Malformed, Stack.Full {
        var slice = tape.take(length, Tape.Writing.LATIN_1);
        if (slice.length() > LONGEST_INT) {
            trace.outgrows("the digits a number may have", at);
        }
        if (slice.length() > 8) {
            push(new Value.Int(0, false));
            longest = slice;
            return;
        }
        var number = 0L;
        var content = slice.bytes();
        for (var i = (int) slice.length() - 1; i >= 0; i--) {
            var b = content.get(JAVA_BYTE, i);
            number = i == slice.length() - 1 ? b : number << 8 | Byte.toUnsignedLong(b);
        }
        push(Value.Int.of(number));
    }

    /// The bytes of the last long integer, by which old PyTorch files are known.
    Tape.@Nullable Slice lastLong() {
        return longest;
    }

    private void string() throws Malformed, Stack.Full {
        var line = tape.line(Tape.Writing.ESCAPED);
        var raw = line.bytes();
        var length = line.length();
        while (length > 0 && raw.get(JAVA_BYTE, length - 1) <= ' ') { // Python 2 in C, whose characters have a sign
            length--;
        }
        need(length >= 2, "a string stands between quotes");
        var quote = raw.get(JAVA_BYTE, 0);
        need(
                (quote == '\'' || quote == '"') && raw.get(JAVA_BYTE, length - 1) == quote,
                "a string stands between quotes");
        var text = line.part(1, length - 2);
        if (length < line.length() || !Spelled.asRepr(text, (char) quote)) {
            trace.departs(MISSPELLED, at);
        }
        push(new Value.Text(text));
    }

    private void unicode() throws Malformed, Stack.Full {
        var line = tape.line(Tape.Writing.RAW_UNICODE_ESCAPE);
        if (!Spelled.asRawUnicode(line)) {
            trace.departs(MISSPELLED, at);
        }
        push(new Value.Text(line));
    }

    private void text(long length, Tape.Writing writing) throws Malformed, Stack.Full {
        push(new Value.Text(tape.take(length, writing)));
    }

    private void bytes(long length) throws Malformed, Stack.Full {
        var slice = tape.take(length, Tape.Writing.LATIN_1);
        push(new Value.Bytes(slice));
        nested.seen(slice);
    }

    private void tuple(int count) throws Malformed, Stack.Full {
        var elements = new Value[count];
        for (var i = count - 1; i >= 0; i--) {
            elements[i] = stack.pop();
        }
        push(weighed(Value.Box.tuple(List.of(elements))));
    }

    private Value.Box filled(Value.Box.Kind kind, List<Value> elements) throws Malformed {
        var box = new Value.Box(kind);
        pour(box, elements);
        return box;
    }

    private void fill(Value.Box box, List<Value> elements) throws Malformed, Stack.Full {
        var before = box.cost();
        pour(box, elements);
        charge(box.cost() - before);
    }

    private void pour(Value.Box box, List<Value> elements) throws Malformed {
        if (box.kind == Value.Box.Kind.DICT) {
            need(elements.size() % 2 == 0, "keys and values come in pairs");
            for (var i = 0; i < elements.size(); i += 2) {
                box.put(elements.get(i), elements.get(i + 1));
            }
        } else {
            elements.forEach(box::add);
        }
        weighed(box);
    }

    private Value.Box weighed(Value.Box box) {
        if (box.weight() > HEAVIEST && box.weight() / 64 > tape.here() - start) {
            trace.outgrows(HEAVY, at);
        }
        if (box.depth() > DEEPEST) {
            trace.outgrows(DEEP, at);
        }
        return box;
    }

    private void append(List<Value> elements, String method) throws Malformed, Stack.Full {
        var target = stack.top();
        if (target instanceof Value.Box box && (box.kind == Value.Box.Kind.LIST || box.kind == Value.Box.Kind.SET)) {
            fill(box, elements);
        } else if (!elements.isEmpty()) {
            var contents = new Value.Box(Value.Box.Kind.LIST);
            elements.forEach(contents::add);
            caller.fill(target, method, method.equals("append") ? elements.getFirst() : contents, at);
        }
    }

    private void setItems(List<Value> elements) throws Malformed, Stack.Full {
        var target = stack.top();
        if (target instanceof Value.Box box && box.kind == Value.Box.Kind.DICT) {
            fill(box, elements);
        } else if (!elements.isEmpty()) {
            caller.fill(target, "__setitem__", filled(Value.Box.Kind.DICT, elements), at);
        }
    }

    private void build() throws Malformed {
        var state = stack.pop();
        var target = stack.top();
        caller.build(target, state, at);
        if (target instanceof Value.Made made) {
            tape.skip(arrays.behind(made, tape.here()));
        }
    }

    private void get(long number) throws Malformed, Stack.Full {
        var value = memo.get(number);
        if (value == null) {
            throw new Malformed(at, "what is fetched was put aside before");
        }
        stack.push(value);
    }

    private void put(long number) throws Malformed, Stack.Full {
        if (!memo.put(number, stack.top())) {
            trace.departs("a number put aside is used twice", at);
        }
        if (number > steps + 1) {
            trace.departs("a number put aside is larger than any writer counts", at);
        }
        charge(Memo.COST);
    }

    private void extension(int code) throws Malformed, Stack.Full {
        need(code > 0, "extension codes are positive");
        var known = caller.extension(code);
        if (known != null) {
            trace.imports(known.full(), at);
            push(known);
            return;
        }
        trace.eludes("it uses an extension code, whose meaning is registered elsewhere", at);
        push(new Value.Unknown("extension " + code));
    }

    private Value.Name global() throws Malformed {
        var module = tape.text(tape.line(Tape.Writing.UTF_8), Value.LONGEST_NAME);
        var name = tape.text(tape.line(Tape.Writing.UTF_8), Value.LONGEST_NAME);
        return resolved(module, name);
    }

    private void stackGlobal() throws Malformed, Stack.Full {
        var name = stack.pop();
        var module = stack.pop();
        var nameText = Value.text(name);
        var moduleText = Value.text(module);
        if (nameText != null && moduleText != null) {
            push(resolved(moduleText, nameText));
            return;
        }
        need(couldBeText(name) && couldBeText(module), "what is imported is named by texts");
        trace.eludes("it imports a name that is not known before it is loaded", at);
        push(new Value.Unknown("an import"));
    }

    private static boolean couldBeText(Value value) {
        return value instanceof Value.Text
                || value instanceof Value.Folded
                || value instanceof Value.Made made && !made.blank && !NEVER_TEXT.contains(made.maker)
                || value instanceof Value.Unknown
                || value instanceof Value.Persistent;
    }

    /// A model imports the same few names a million times.
    private Value.Name resolved(String module, String name) {
        var whole = module + '\n' + name;
        var known = resolved.get(whole);
        if (known != null) {
            return new Value.Name(known.full(), at, known.clear());
        }
        var fresh = resolving(module, name);
        if (resolved.size() < MOST_RESOLVED) {
            resolved.put(whole, fresh);
        }
        return fresh;
    }

    private Value.Name resolving(String module, String name) {
        var full = protocol < 3 ? Python2Names.modern(module, name) : module + "." + name;
        trace.imports(full, at);
        var clear = Rendering.isClear(full);
        if (!clear) {
            trace.departs("a name is imported that no source can spell", at);
        }
        return new Value.Name(full, at, clear);
    }

    private void persistent(Value id) throws Stack.Full {
        var persistent = new Value.Persistent(id);
        var type = persistent.module();
        if (type != null) {
            push(type);
            return;
        }
        var storage = persistent.storage();
        if (storage == null) {
            trace.eludes("it names something outside by a persistent id, which only its own reader understands", at);
        } else {
            trace.storage(storage);
        }
        push(persistent);
    }

    /// What is called can be called: a value that is certainly something else stops every reader.
    private Value callable(Value value) throws Malformed {
        need(
                value instanceof Value.Name
                        || value instanceof Value.Made
                        || value instanceof Value.Unknown
                        || value instanceof Value.Persistent,
                "what is called is a callable");
        return value;
    }

    private void need(boolean holds, String rule) throws Malformed {
        if (!holds) {
            throw new Malformed(at, rule);
        }
    }

    private void replace(Value value) throws Stack.Full {
        charge(Value.OBJECT_COST);
        stack.replaceTop(value);
    }

    private void push(Value value) throws Stack.Full {
        charge(value.cost());
        stack.push(value);
    }

    private void charge(long bytes) throws Stack.Full {
        memory += bytes;
        if (memory > MOST_MEMORY) {
            throw new Stack.Full();
        }
    }
}
