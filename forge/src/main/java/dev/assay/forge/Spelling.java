package dev.assay.forge;

import static dev.assay.forge.PickleForge.pickle;

import java.util.List;

/// The ways a pickle can reach the same function. What loading does is the same in all of them but the last, which only
/// imports.
public enum Spelling {
    /// GLOBAL and REDUCE, as protocol 0 calls.
    GLOBAL {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return texts(pickle().global(module, name).raw("("), arguments, true)
                    .raw("tR");
        }
    },
    /// STACK_GLOBAL and REDUCE, as protocol 4 calls.
    STACK_GLOBAL {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return pickle(4).calling(module, name, arguments.toArray(String[]::new));
        }
    },
    /// INST, an instance as protocol 0 makes it.
    INST {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return texts(pickle().raw("("), arguments, true).raw("i" + module + "\n" + name + "\n");
        }
    },
    /// OBJ, an instance as protocol 1 makes it.
    OBJ {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return texts(pickle().raw("(").global(module, name), arguments, true)
                    .raw("o");
        }
    },
    /// NEWOBJ: `function.__new__`.
    NEWOBJ {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return texts(pickle(2).global(module, name).raw("("), arguments, true)
                    .raw("t\u0081");
        }
    },
    /// NEWOBJ_EX: `function.__new__` with names for arguments.
    NEWOBJ_EX {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return texts(pickle(4).stackGlobal(module, name).raw("("), arguments, false)
                    .raw("t}\u0092");
        }
    },
    /// BUILD: what is imported is given a state.
    BUILD {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return texts(pickle(4).stackGlobal(module, name).raw("}").text("a").raw("("), arguments, false)
                    .raw("tsb");
        }
    },
    /// `getattr(import_module(module), name)`.
    GETATTR {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            var forge = pickle(4);
            var steps = name.split("\\.", -1);
            for (var i = 0; i < steps.length; i++) {
                forge.stackGlobal("builtins", "getattr");
            }
            forge.calling("importlib", "import_module", module);
            for (var step : steps) {
                forge.text(step).raw("\u0086R");
            }
            return texts(forge.raw("("), arguments, false).raw("tR");
        }
    },
    /// EXT2, by a code that was registered a moment before.
    EXTENSION {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            var forge = pickle(4).stackGlobal("copyreg", "add_extension");
            forge.text(module).text(name).raw("MQU\u0087R0\u0083QU(");
            return texts(forge, arguments, false).raw("tR");
        }
    },
    /// STACK_GLOBAL by texts that calls put together, through the memo.
    BUILT {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            var forge = pickle(4);
            built(forge, module).raw("q\0000");
            built(forge, name).raw("q\0010h\0h\1\u0093(");
            return texts(forge, arguments, false).raw("tR");
        }

        private PickleForge built(PickleForge forge, String text) {
            var middle = text.length() / 2;
            return forge.stackGlobal("_operator", "concat")
                    .text(text.substring(0, middle))
                    .text(text.substring(middle))
                    .raw("\u0086R");
        }
    },
    /// The call stands in a pickle that is a byte string of another.
    NESTED {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return pickle(4)
                    .raw("]")
                    .bytes(STACK_GLOBAL.call(module, name, arguments).stop().done())
                    .raw("a");
        }
    },
    /// Imported, and nothing more.
    IMPORT {
        @Override
        PickleForge call(String module, String name, List<String> arguments) {
            return pickle(4).stackGlobal(module, name);
        }
    };

    abstract PickleForge call(String module, String name, List<String> arguments);

    /// A whole pickle that reaches the function and hands it these texts.
    public byte[] of(String module, String name, String... arguments) {
        return call(module, name, List.of(arguments)).stop().done();
    }

    private static PickleForge texts(PickleForge forge, List<String> arguments, boolean lines) {
        for (var argument : arguments) {
            if (lines) {
                forge.raw("V" + argument + "\n");
            } else {
                forge.text(argument);
            }
        }
        return forge;
    }
}
