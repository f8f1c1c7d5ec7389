package dev.assay.inspect.source;

/// Constants as Python writes them.
final class Rendering {

    private Rendering() {}

    /// Empty if the value is not known whole.
    static String constant(Value value) {
        return switch (value) {
            case Value.Text it ->
                (it.bytes() ? "b'" : "'")
                        + Source.shown(it.chars(), 200).replace("\\", "\\\\").replace("'", "\\'") + "'";
            case Value.Whole it -> Long.toString(it.number());
            case Value.Word it -> it.word();
            case Value.Items it -> items(it);
            default -> "";
        };
    }

    private static String items(Value.Items it) {
        if (it.items().size() > 32) {
            return "";
        }
        var items = it.items().stream().map(Rendering::constant).toList();
        var list = String.join(", ", items);
        return items.stream().anyMatch(String::isEmpty)
                ? ""
                : it.kind() == Value.Kind.TUPLE ? "(" + list + ")" : "[" + list + "]";
    }
}
