package dev.assay.inspect.source;

/// Which names `import` gives to what.
final class Imports {

    private Imports() {}

    static void plain(Statement.Alias it, Scope scope, boolean certain) {
        if (it.as().isEmpty()) {
            var dot = it.name().indexOf('.');
            var first = dot < 0 ? it.name() : it.name().substring(0, dot);
            scope.give(first, new Value.Named(first), certain);
        } else {
            scope.give(it.as(), named(it.name(), it.name().substring(it.name().lastIndexOf('.') + 1)), certain);
        }
    }

    static void from(Statement.ImportFrom it, Scope scope, boolean certain) {
        for (var name : it.names()) {
            if (name.name().equals("*")) {
                scope.module().stars.add(it.module());
                continue;
            }
            var full = (it.relative() ? "." : "") + (it.module().isEmpty() ? "" : it.module() + ".") + name.name();
            scope.give(name.as().isEmpty() ? name.name() : name.as(), named(full, name.name()), certain);
        }
    }

    /// Some modules stay what they are through whichever module they are imported: `from shutil import os`.
    private static Value named(String full, String last) {
        return new Value.Named(full.indexOf('.') >= 0 && Acts.isPassedOn(last) ? last : full);
    }
}
