package dev.assay.inspect.worker;

import java.util.ArrayList;
import java.util.List;

/// The seccomp filter of an inspector's process on x86-64, as classic BPF: what an inspector never needs is refused
/// with
/// an error, everything else is let through.
///
/// A list of what is forbidden, since what a Java runtime needs differs from release to release; it is the list of what
/// reaches other machines, other processes and the kernel's inner parts.
final class SystemCallFilter {

    private static final int X86_64 = 0xC000003E;
    private static final int X32_BIT = 0x40000000;
    private static final int THREAD_FLAG = 0x00010000;
    private static final int CLONE = 56;
    private static final int PRLIMIT = 302;
    private static final int CLONE3 = 435;

    private static final int NOT_PERMITTED = 1;
    private static final int NOT_IMPLEMENTED = 38;
    private static final int ALLOW = 0x7fff0000;
    private static final int REFUSE = 0x00050000;
    private static final int KILL = 0x80000000;

    private static final int NUMBER_AT = 0;
    private static final int ARCHITECTURE_AT = 4;
    private static final int FIRST_ARGUMENT_AT = 16;
    private static final int THIRD_ARGUMENT_AT = 32;

    private static final List<Integer> FORBIDDEN = List.of(
            // sockets: socket, connect, accept, sendto, sendmsg, bind, listen, socketpair, accept4, sendmmsg
            41,
            42,
            43,
            44,
            46,
            49,
            50,
            53,
            288,
            307,
            // programs and processes: fork, vfork, execve, execveat
            57,
            58,
            59,
            322,
            // others' processes: kill, tkill, ptrace, process_vm_readv and writev, pidfd_send_signal, _open, _getfd
            62,
            200,
            101,
            310,
            311,
            424,
            434,
            438,
            // mounts and namespaces: pivot_root, chroot, mount, umount2, unshare, setns, open_tree to fspick,
            // mount_setattr
            155,
            161,
            165,
            166,
            272,
            308,
            428,
            429,
            430,
            431,
            432,
            433,
            442,
            // files by handle: name_to_handle_at, open_by_handle_at
            303,
            304,
            // rights and owners of files: chmod, fchmod, chown, fchown, lchown, fchownat, fchmodat, fchmodat2
            90,
            91,
            92,
            93,
            94,
            260,
            268,
            452,
            // limits: setrlimit
            160,
            // the kernel's inner parts: modules, kexec, perf_event_open, bpf, io_uring, keys, userfaultfd
            175,
            176,
            313,
            246,
            320,
            298,
            321,
            425,
            426,
            427,
            248,
            249,
            250,
            323);

    private SystemCallFilter() {}

    /// One step of the program: an operation, how many steps to skip if it is true or false, an operand.
    record Step(short code, byte ifTrue, byte ifFalse, int operand) {}

    static List<Step> program() {
        var steps = new ArrayList<Step>();
        steps.add(load(ARCHITECTURE_AT));
        steps.add(equal(X86_64, 1, 0));
        steps.add(answer(KILL));
        steps.add(load(NUMBER_AT));
        steps.add(atLeast(X32_BIT, 0, 1));
        steps.add(answer(KILL));
        for (var number : FORBIDDEN) {
            steps.add(equal(number, 0, 1));
            steps.add(answer(REFUSE | NOT_PERMITTED));
        }
        // limits may be asked for, which is prlimit64 without new ones
        steps.add(equal(PRLIMIT, 0, 6));
        steps.add(load(THIRD_ARGUMENT_AT));
        steps.add(equal(0, 0, 2));
        steps.add(load(THIRD_ARGUMENT_AT + 4));
        steps.add(equal(0, 1, 0));
        steps.add(answer(REFUSE | NOT_PERMITTED));
        steps.add(answer(ALLOW));
        // told that there is no clone3, the C library uses clone, whose flags can be looked at
        steps.add(equal(CLONE3, 0, 1));
        steps.add(answer(REFUSE | NOT_IMPLEMENTED));
        steps.add(equal(CLONE, 0, 3));
        steps.add(load(FIRST_ARGUMENT_AT));
        steps.add(has(THREAD_FLAG, 1, 0));
        steps.add(answer(REFUSE | NOT_PERMITTED));
        steps.add(answer(ALLOW));
        return steps;
    }

    private static Step load(int offset) {
        return new Step((short) 0x20, (byte) 0, (byte) 0, offset);
    }

    private static Step equal(int value, int ifTrue, int ifFalse) {
        return new Step((short) 0x15, (byte) ifTrue, (byte) ifFalse, value);
    }

    private static Step atLeast(int value, int ifTrue, int ifFalse) {
        return new Step((short) 0x35, (byte) ifTrue, (byte) ifFalse, value);
    }

    private static Step has(int bits, int ifTrue, int ifFalse) {
        return new Step((short) 0x45, (byte) ifTrue, (byte) ifFalse, bits);
    }

    private static Step answer(int what) {
        return new Step((short) 0x06, (byte) 0, (byte) 0, what);
    }
}
