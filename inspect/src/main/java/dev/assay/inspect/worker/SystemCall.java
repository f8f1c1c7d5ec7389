package dev.assay.inspect.worker;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// `syscall(2)`: a number and five arguments in, a result or the negated error number out.
final class SystemCall {

    private static final VarHandle ERRNO =
            Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));

    private final MemorySegment state;
    private final MethodHandle handle;

    SystemCall(Arena arena) {
        var linker = Linker.nativeLinker();
        this.state = arena.allocate(Linker.Option.captureStateLayout());
        this.handle = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
                Linker.Option.firstVariadicArg(1),
                Linker.Option.captureCallState("errno"));
    }

    long call(long number, long a, long b, long c, long d, long e) {
        try {
            var result = (long) handle.invokeExact(state, number, a, b, c, d, e);
            return result < 0 ? -(int) ERRNO.get(state, 0L) : result;
        } catch (Throwable impossible) {
            throw new IllegalStateException("system call " + number, impossible);
        }
    }
}
