package dev.assay.inspect.format.pickle;

import dev.assay.inspect.Malformed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The machine's stack, with marks in it.
final class Stack {

    /// More than any writer needs, who writes a thousand elements at a time.
    private static final int MOST = 1 << 22;

    private Value[] values = new Value[64];
    private int size;
    private int marks;
    private long at;

    /// Where the machine is, for the sentences.
    void at(long offset) {
        this.at = offset;
    }

    int size() {
        return size;
    }

    void push(Value value) throws Full {
        if (size == MOST) {
            throw new Full();
        }
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
        if (value == Value.Mark.MARK) {
            marks++;
        }
    }

    Value pop() throws Malformed {
        var top = top();
        size--;
        return top;
    }

    /// Takes the top away, a mark too.
    void discard() throws Malformed {
        need(size > 0);
        if (values[--size] == Value.Mark.MARK) {
            marks--;
        }
    }

    Value top() throws Malformed {
        need(size > 0 && values[size - 1] != Value.Mark.MARK);
        return values[size - 1];
    }

    void replaceTop(Value value) {
        values[size - 1] = value;
    }

    /// Everything above the topmost mark, which is taken away with it.
    List<Value> popToMark() throws Malformed {
        if (marks == 0) {
            throw new Malformed(at, "a mark stands below what is gathered");
        }
        var mark = size - 1;
        while (values[mark] != Value.Mark.MARK) {
            mark--;
        }
        var gathered = new ArrayList<>(Arrays.asList(values).subList(mark + 1, size));
        size = mark;
        marks--;
        return gathered;
    }

    private void need(boolean holds) throws Malformed {
        if (!holds) {
            throw new Malformed(at, "an opcode finds its operands on the stack");
        }
    }

    /// Our limit, not the format's.
    static final class Full extends Exception {
        Full() {
            super("the stack is full", null, false, false);
        }
    }
}
