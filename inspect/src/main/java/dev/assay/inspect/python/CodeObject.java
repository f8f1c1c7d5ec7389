package dev.assay.inspect.python;

import java.util.List;

/// A function, class or module after compilation.
///
/// @param name what it was called, `<lambda>` for one
/// @param names globals, attributes and modules, in the order of their first use
/// @param variables of its own and of the functions around it
/// @param constants among them the code of functions inside it
public record CodeObject(String name, List<String> names, List<String> variables, List<Constant> constants)
        implements Constant {

    public CodeObject {
        names = List.copyOf(names);
        variables = List.copyOf(variables);
    }
}
