package dev.assay.inspect.format.executable;

import dev.assay.inspect.Examination;
import dev.assay.inspect.Finding;
import dev.assay.inspect.Format;
import dev.assay.inspect.Malformed;
import dev.assay.inspect.Specimen;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Programs and libraries, by the first bytes their loaders look at.
public final class Executable implements Format {

    private static final Map<Integer, String> ELF_MACHINES = Map.of(
            3,
            "x86",
            8,
            "MIPS",
            20,
            "PowerPC",
            21,
            "PowerPC 64",
            40,
            "ARM",
            62,
            "x86-64",
            183,
            "AArch64",
            190,
            "CUDA",
            243,
            "RISC-V");
    private static final Map<Integer, String> PE_MACHINES =
            Map.of(0x14c, "x86", 0x8664, "x86-64", 0x1c0, "ARM", 0x1c4, "ARM", 0xaa64, "AArch64", 0x200, "Itanium");
    private static final int OLDEST_CLASS = 45;

    @Override
    public String name() {
        return "executable";
    }

    @Override
    public boolean claims(Specimen specimen) {
        return known(specimen).isPresent();
    }

    @Override
    public void analyse(Specimen specimen, Examination examination) {
        known(specimen).ifPresent(what -> {
            examination.note(new Finding.Carries(specimen.place(), what));
            examination.covers(specimen, 0, specimen.size());
        });
    }

    private static Optional<String> known(Specimen it) {
        try {
            return Optional.ofNullable(
                    switch (it.byteAt(0)) {
                        case 0x7f -> it.startsWith("\u007fELF") ? elf(it) : null;
                        case 'M' -> it.startsWith("MZ") ? windows(it) : null;
                        case 0xca -> it.startsWith("\u00ca\u00fe\u00ba\u00be") ? fatOrClass(it) : null;
                        case 0xfe ->
                            it.startsWith("\u00fe\u00ed\u00fa\u00ce") || it.startsWith("\u00fe\u00ed\u00fa\u00cf")
                                    ? "a Mach-O binary"
                                    : null;
                        case 0xce, 0xcf -> it.holdsAt(1, "\u00fa\u00ed\u00fe") ? "a Mach-O binary" : null;
                        case 'd' ->
                            it.startsWith("dex\n") && it.byteAt(7) == 0
                                    ? "Android byte code (DEX)"
                                    : it.startsWith("dey\n") ? "Android byte code (ODEX)" : null;
                        case 'c' -> it.startsWith("cdex") && it.byteAt(7) == 0 ? "Android byte code (CDEX)" : null;
                        case 0 -> it.startsWith("\0asm") ? "a WebAssembly module" : null;
                        case 'B' -> it.startsWith("BC\u00c0\u00de") ? "LLVM bit code" : null;
                        case 0x1b ->
                            it.startsWith("\u001bLua")
                                    ? "Lua byte code"
                                    : it.startsWith("\u001bLJ") ? "LuaJIT byte code" : null;
                        case 'L' -> it.startsWith("L\0\0\0\1\u0014\2\0") ? "a Windows shortcut" : null;
                        case 3 ->
                            it.startsWith("\3\0\u0008\0") && it.size() > 64 ? "an Android manifest or layout" : null;
                        case 2 ->
                            it.startsWith("\2\0\u000c\0") && it.size() > 64 ? "the resources of an Android app" : null;
                        case 0xac -> it.startsWith("\u00ac\u00ed\0\5") ? "serialized Java objects" : null;
                        case 0x50 -> it.startsWith("P\u00edU\u00ba") ? "CUDA code" : null;
                        case 0xed -> it.startsWith("\u00ed\u00ab\u00ee\u00db") ? "an RPM package" : null;
                        default -> null;
                    });
        } catch (Malformed tooShort) {
            return Optional.empty();
        }
    }

    private static String elf(Specimen it) throws Malformed {
        var in = it.cursor().at(16);
        var big = it.byteAt(5) == 2;
        var type = big ? in.u16be() : in.u16();
        var machine = big ? in.u16be() : in.u16();
        var what = type == 2 ? "an ELF executable" : type == 3 ? "an ELF library or executable" : "an ELF object";
        return what + " for " + ELF_MACHINES.getOrDefault(machine, "machine " + machine);
    }

    /// Loaders of today look for the second signature; what stops at the first is a program for DOS.
    private static @Nullable String windows(Specimen it) throws Malformed {
        if (it.size() < 64) {
            return null;
        }
        var second = it.cursor().at(0x3c).u32();
        if (it.holdsAt(second, "PE\0\0")) {
            var machine = it.cursor().at(second + 4).u16();
            return "a Windows program for " + PE_MACHINES.getOrDefault(machine, "machine " + machine);
        }
        if (it.holdsAt(second, "NE") || it.holdsAt(second, "LE")) {
            return "a Windows program of sixteen bits";
        }
        var in = it.cursor().at(2);
        return in.u16() < 512 && in.u16() > 0 && in.u16() < 4096 && in.u16() < 4096 ? "a DOS program" : null;
    }

    /// The same four bytes begin a Java class and a Mach-O file for several machines; then comes a version, or a count.
    private static String fatOrClass(Specimen it) throws Malformed {
        return it.cursor().at(4).u32be() >= OLDEST_CLASS ? "a Java class" : "a Mach-O binary for several machines";
    }
}
