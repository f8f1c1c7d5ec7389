package dev.assay.convert;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.inspect.Cursor;
import dev.assay.inspect.Malformed;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;

/// The few opcodes and calls of which PyTorch makes dictionaries of tensors; nothing else is followed.
///
/// A call that is not known is noted and its result is [Held.Foreign], so that a refusal can list all of them.
///
/// @see <a href="https://github.com/pytorch/pytorch/blob/main/torch/_utils.py">torch._utils, the rebuilders</a>
final class StateDict {

    private static final int MOST_VALUES = 1 << 23;
    private static final int LONGEST_TEXT = 1 << 20;

    private final Cursor in;
    private final SequencedSet<String> foreign;
    private final List<Held> stack = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();
    private final Map<Long, Held> memo = new HashMap<>();
    private int values;

    /// @param foreign takes the names of what is not followed
    StateDict(MemorySegment pickle, SequencedSet<String> foreign) {
        this.in = new Cursor(pickle);
        this.foreign = foreign;
    }

    /// Bytes of the stream, up to and with its STOP.
    long length() {
        return in.offset();
    }

    Held read() throws Malformed, Refused {
        while (true) {
            var at = in.offset();
            var opcode = in.u8();
            if (opcode == '.') {
                return pop();
            }
            if (++values > MOST_VALUES) {
                throw new Refused("the stream holds more than " + MOST_VALUES + " values");
            }
            step(opcode, at);
        }
    }

    private void step(int opcode, long at) throws Malformed, Refused {
        switch (opcode) {
            case 0x80 -> in.skip(1); // PROTO
            case 0x95 -> in.skip(8); // FRAME
            case '(' -> marks.add(stack.size());
            case 'N', 0x88, 0x89 -> push(new Held.Constant()); // NONE, NEWTRUE, NEWFALSE
            case 'G' -> { // BINFLOAT
                in.skip(8);
                push(new Held.Constant());
            }
            case 'J' -> push(new Held.Whole((int) in.u32())); // BININT
            case 'K' -> push(new Held.Whole(in.u8())); // BININT1
            case 'M' -> push(new Held.Whole(in.u16())); // BININT2
            case 0x8a -> push(whole(in.u8())); // LONG1
            case 'X' -> push(text(in.u32())); // BINUNICODE
            case 'U', 0x8c -> push(text(in.u8())); // SHORT_BINSTRING, SHORT_BINUNICODE
            case 'T' -> push(text(in.u32())); // BINSTRING
            case ']', ')' -> push(new Held.Row()); // EMPTY_LIST, EMPTY_TUPLE
            case '}' -> push(new Held.Pairs()); // EMPTY_DICT
            case 't', 'l' -> push(new Held.Row(popToMark())); // TUPLE, LIST
            case 0x85, 0x86, 0x87 -> tuple(opcode - 0x84); // TUPLE1, TUPLE2, TUPLE3
            case 'a' -> append(List.of(pop())); // APPEND
            case 'e' -> append(popToMark()); // APPENDS
            case 's' -> { // SETITEM
                var value = pop();
                put(List.of(pop(), value));
            }
            case 'u' -> put(popToMark()); // SETITEMS
            case 'q' -> memo.put((long) in.u8(), top()); // BINPUT
            case 'r' -> memo.put(in.u32(), top()); // LONG_BINPUT
            case 0x94 -> memo.put((long) memo.size(), top()); // MEMOIZE
            case 'h' -> push(fetched(in.u8())); // BINGET
            case 'j' -> push(fetched(in.u32())); // LONG_BINGET
            case 'c' -> push(new Held.Name(line() + "." + line())); // GLOBAL
            case 0x93 -> { // STACK_GLOBAL
                var name = pop();
                if (pop() instanceof Held.Text module && name instanceof Held.Text text) {
                    push(new Held.Name(module.text() + "." + text.text()));
                } else {
                    throw new Refused("it imports by a name that is not written down, at 0x" + Long.toHexString(at));
                }
            }
            case 'Q' -> push(storage(pop())); // BINPERSID
            case 'R' -> { // REDUCE
                var arguments = pop();
                push(called(pop(), arguments instanceof Held.Row row ? row.elements() : List.of()));
            }
            case 'b' -> built(pop()); // BUILD
            default ->
                throw new Refused(
                        "no file of tensors has the opcode 0x%02x, which stands at 0x%x".formatted(opcode, at));
        }
    }

    /// What a dictionary's attributes say, such as the versions of layers, has no place in safetensors.
    private void built(Held state) throws Malformed, Refused {
        var target = top();
        if (!(target instanceof Held.Pairs) || !(state instanceof Held.Pairs)) {
            unexplained("a state is given to something other than a dictionary");
        }
    }

    private Held called(Held callable, List<Held> given) throws Refused {
        if (!(callable instanceof Held.Name name)) {
            return unexplained("it calls something that was not imported");
        }
        return switch (name.full()) {
            case "collections.OrderedDict" -> {
                var pairs = new Held.Pairs();
                if (!given.isEmpty() && given.getFirst() instanceof Held.Row row) {
                    for (var each : row.elements()) {
                        if (each instanceof Held.Row pair && pair.elements().size() == 2) {
                            keep(
                                    pairs,
                                    pair.elements().getFirst(),
                                    pair.elements().getLast());
                        }
                    }
                }
                yield pairs;
            }
            case "torch._utils._rebuild_tensor", "torch._utils._rebuild_tensor_v2" -> {
                var view = given.size() < 4 ? null : view(given, null);
                yield view == null ? unexplained(name.full() + " is given something else than a storage") : view;
            }
            case "torch._utils._rebuild_tensor_v3" -> {
                var type = given.size() > 6 && given.get(6) instanceof Held.Name it ? Dtype.ofTorch(it.full()) : null;
                var view = type == null ? null : view(given, type);
                yield view == null
                        ? unexplained(name.full() + " is given a type that safetensors does not have")
                        : view;
            }
            case "torch._utils._rebuild_parameter" ->
                !given.isEmpty() && given.getFirst() instanceof Held.View view
                        ? view
                        : unexplained(name.full() + " is given something else than a tensor");
            case "torch._tensor._rebuild_from_type_v2" ->
                given.size() == 4
                                && given.get(0) instanceof Held.Name how
                                && given.get(1) instanceof Held.Name type
                                && type.full().equals("torch.nn.parameter.Parameter")
                                && given.get(2) instanceof Held.Row inner
                        ? called(how, inner.elements())
                        : unexplained("a kind of tensor of its own");
            case "torch.Size", "torch.device" -> new Held.Constant();
            default -> unexplained(name.full());
        };
    }

    private Held unexplained(String what) {
        foreign.add(what);
        return new Held.Foreign();
    }

    /// @param type if it is not the storage's
    private static @Nullable Held view(List<Held> given, @Nullable Dtype type) {
        var shape = wholes(given.get(2));
        var stride = wholes(given.get(3));
        if (!(given.get(0) instanceof Held.Storage storage)
                || !(given.get(1) instanceof Held.Whole offset)
                || shape == null
                || stride == null) {
            return null;
        }
        return new Held.View(
                new Tensor(storage, type == null ? storage.dtype() : type, offset.number(), shape, stride));
    }

    private static @Nullable List<Long> wholes(Held held) {
        if (!(held instanceof Held.Row row)) {
            return null;
        }
        var numbers = new ArrayList<Long>();
        for (var each : row.elements()) {
            if (!(each instanceof Held.Whole whole)) {
                return null;
            }
            numbers.add(whole.number());
        }
        return numbers;
    }

    /// `('storage', type, key, location, count)`; old files add a view, which new ones do not have.
    private Held storage(Held id) {
        if (id instanceof Held.Row row
                && (row.elements().size() == 5
                        || row.elements().size() == 6 && row.elements().get(5) instanceof Held.Constant)
                && row.elements().get(0) instanceof Held.Text(var kind)
                && kind.equals("storage")
                && row.elements().get(1) instanceof Held.Name(var type)
                && row.elements().get(2) instanceof Held.Text(var key)
                && row.elements().get(4) instanceof Held.Whole(var count)
                && count >= 0) {
            var untyped = type.equals("torch.storage.UntypedStorage") || type.equals("torch.UntypedStorage");
            var dtype = untyped ? Dtype.U8 : Dtype.ofStorage(type);
            return dtype == null ? unexplained(type) : new Held.Storage(key, dtype, count);
        }
        return unexplained("something that stands outside of the file");
    }

    private void append(List<Held> elements) throws Malformed, Refused {
        if (top() instanceof Held.Row row) {
            row.elements().addAll(elements);
        } else {
            unexplained("it appends to something other than a list");
        }
    }

    private void put(List<Held> elements) throws Malformed, Refused {
        in.require(elements.size() % 2 == 0, "keys and values come in pairs");
        if (!(top() instanceof Held.Pairs pairs)) {
            unexplained("it sets items of something other than a dictionary");
            return;
        }
        for (var i = 0; i < elements.size(); i += 2) {
            keep(pairs, elements.get(i), elements.get(i + 1));
        }
    }

    private static void keep(Held.Pairs pairs, Held key, Held value) {
        if (key instanceof Held.Text(var text)) {
            pairs.texts().put(text, value);
        } else {
            pairs.others().add(value);
        }
    }

    private void tuple(int count) throws Malformed {
        in.require(stack.size() - floor() >= count, "an opcode finds its operands on the stack");
        var from = stack.subList(stack.size() - count, stack.size());
        var row = new Held.Row(new ArrayList<>(from));
        from.clear();
        push(row);
    }

    private Held whole(int length) throws Malformed {
        var bytes = in.take(length);
        if (length > 8) {
            return new Held.Constant();
        }
        var number = 0L;
        for (var i = length - 1; i >= 0; i--) {
            var b = bytes.get(ValueLayout.JAVA_BYTE, i);
            number = i == length - 1 ? b : number << 8 | Byte.toUnsignedLong(b);
        }
        return new Held.Whole(number);
    }

    private Held text(long length) throws Malformed, Refused {
        if (length > LONGEST_TEXT) {
            throw new Refused("a text of " + length + " bytes is no name");
        }
        return new Held.Text(new String(in.take(length).toArray(ValueLayout.JAVA_BYTE), UTF_8));
    }

    private String line() throws Malformed {
        var out = new StringBuilder();
        for (var b = in.u8(); b != '\n'; b = in.u8()) {
            in.require(out.length() < 1024, "a name is at most 1024 bytes");
            out.append(new String(new byte[] {(byte) b}, ISO_8859_1));
        }
        return out.toString();
    }

    private Held fetched(long number) throws Malformed {
        var held = memo.get(number);
        if (held == null) {
            throw new Malformed(in.offset(), "what is fetched was put aside before");
        }
        return held;
    }

    private void push(Held held) {
        stack.add(held);
    }

    private Held top() throws Malformed {
        in.require(stack.size() > floor(), "an opcode finds its operands on the stack");
        return stack.getLast();
    }

    private Held pop() throws Malformed {
        top();
        return stack.removeLast();
    }

    private List<Held> popToMark() throws Malformed {
        in.require(!marks.isEmpty(), "a mark stands below what is gathered");
        var above = stack.subList(marks.removeLast(), stack.size());
        var gathered = new ArrayList<>(above);
        above.clear();
        return gathered;
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.getLast();
    }

    /// The tensors of a dictionary that holds nothing else, or of the one inside that is a model's.
    ///
    /// @param aside takes the names of what is not a tensor of the model: an optimizer, the number of steps
    static Map<String, Tensor> tensors(Held held, List<String> aside) throws Refused {
        if (!(held instanceof Held.Pairs pairs)) {
            throw new Refused("it holds no dictionary of tensors, but an object");
        }
        for (var usual : List.of("state_dict", "model_state_dict", "model", "params_ema", "params", "module")) {
            if (pairs.texts().get(usual) instanceof Held.Pairs inner
                    && inner.texts().values().stream().anyMatch(it -> it instanceof Held.View)) {
                pairs.texts().keySet().stream().filter(it -> !it.equals(usual)).forEach(aside::add);
                return tensors(inner, aside);
            }
        }
        var tensors = new LinkedHashMap<String, Tensor>();
        pairs.texts().forEach((name, value) -> {
            if (value instanceof Held.View(var tensor)) {
                tensors.put(name, tensor);
            } else {
                aside.add(name);
            }
        });
        if (tensors.isEmpty()) {
            throw new Refused("no tensor has a name of its own in it");
        }
        if (!pairs.others().isEmpty()) {
            throw new Refused("some tensors are named by something other than a text");
        }
        return tensors;
    }
}
