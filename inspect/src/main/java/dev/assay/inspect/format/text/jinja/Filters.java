package dev.assay.inspect.format.text.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the filters of the engine make of a value.
final class Filters {

    private final Facts facts;
    private final Folding folding;
    private final Asking asking;
    private final Methods methods;
    private final Scope scope;

    Filters(Facts facts, Folding folding, Asking asking, Methods methods, Scope scope) {
        this.facts = facts;
        this.folding = folding;
        this.asking = asking;
        this.methods = methods;
        this.scope = scope;
    }

    /// `on|name(given)`
    Value filtered(Value on, String name, Arguments given) {
        if (!Names.isFilter(name)) {
            if (facts.rendered() || scope.chat()) {
                facts.uses("the filter '" + name + "', which engines of chats do not have");
            }
            return Value.MADE;
        }
        return switch (name) {
            case "attr" -> asking.byName(on, given.or(0, "name", Value.MADE));
            case "map" -> mapped(on, given);
            case "selectattr", "rejectattr" -> {
                asking.byName(on.each(), given.or(0, "attribute", Value.MADE));
                yield Folding.bag(on);
            }
            case "select", "reject" -> Folding.bag(on);
            case "groupby" -> {
                var key = asking.byName(on.each(), given.or(0, "attribute", Value.MADE));
                yield Value.list(List.of(Value.list(List.of(key, on), true)), false);
            }
            case "sort", "unique", "dictsort", "random" -> {
                attribute(on, given, name.equals("sort") ? 2 : 1);
                yield name.equals("random") ? on.each() : name.equals("dictsort") ? pairs(on) : Folding.bag(on);
            }
            case "min", "max" -> {
                attribute(on, given, 1);
                yield on.each();
            }
            case "sum" -> {
                attribute(on, given, 0);
                var start = given.or(1, "start", Value.NUMBER);
                yield start.onlyNumber() ? Value.NUMBER : Folding.bag(on.each().or(start));
            }
            case "join" -> {
                var of = given.at(1, "attribute");
                var list = of == null ? on : asking.each(on, of);
                yield folding.joined(given.or(0, "d", Value.text("", true)), list);
            }
            case "format" -> folding.formatted(on, given.values(), given.named());
            case "replace" -> folding.replaced(on, given.values());
            case "trim", "strip", "lstrip", "rstrip" ->
                folding.stripped(name.equals("trim") ? "strip" : name, on, given.values());
            case "upper", "lower", "capitalize", "string", "safe" ->
                on.items() != null || on.fields() != null
                        ? Value.MADE
                        : on.onlyNumber() ? on : folding.mapped(on, it -> Folding.changed(name, it));
            case "reverse" -> reversed(on);
            case "list" ->
                on.items() != null && !on.given()
                        ? on
                        : on.known() ? Value.list(List.of(on.each()), false) : listed(on);
            case "first" -> Folding.at(on, 0);
            case "last" -> Folding.at(on, -1);
            case "default", "d" -> on.or(given.or(0, "default_value", Value.NOTHING));
            case "items" -> pairs(on);
            case "batch", "slice" ->
                Value.list(List.of(Folding.bag(on).or(given.or(1, "fill_with", Value.NOTHING))), false);
            case "length", "count", "wordcount", "int", "float", "abs", "round", "bool" -> Value.NUMBER;
            case "split" -> folding.split(on, given.values());
            case "startswith", "endswith" -> methods.called(on, "", name, given);
            case "keys", "values", "dict" -> on;
            case "from_json", "fromjson", "parse_json", "from_yaml" -> on.onlyGiven() ? Value.GIVEN : Value.MADE;
            case "e",
                    "escape",
                    "forceescape",
                    "striptags",
                    "title",
                    "center",
                    "indent",
                    "truncate",
                    "wordwrap",
                    "urlencode" -> on.onlyGiven() ? on : Folding.made(on);
            default -> Folding.made(on);
        };
    }

    private void attribute(Value on, Arguments given, int index) {
        var name = given.at(index + 1, "attribute");
        if (name == null) {
            name = given.named().get("attribute");
        }
        if (name != null && !(name.only() == null && name.onlyNumber())) {
            asking.byName(on.each(), name);
        }
    }

    private Value mapped(Value on, Arguments given) {
        var attribute = given.named().get("attribute");
        if (attribute != null) {
            var each = asking.each(on, attribute);
            var otherwise = given.named().get("default");
            return otherwise == null ? each : Value.list(List.of(each.each().or(otherwise)), false);
        }
        var filter = given.at(0);
        var name = filter == null ? null : filter.only();
        if (name == null || name.equals("map") && given.values().size() > 8) {
            facts.leaves("a filter whose name is computed");
            return Value.MADE;
        }
        var items = on.items();
        if (items != null && on.ordered() && !on.given()) {
            var all = new ArrayList<Value>();
            for (var item : items) {
                all.add(filtered(item, name, given.rest()));
            }
            return Value.list(all, true);
        }
        return Value.list(List.of(filtered(on.each(), name, given.rest())), false);
    }

    private Value reversed(Value on) {
        var items = on.items();
        if (items != null && on.ordered() && !on.given()) {
            return Value.list(items.reversed(), true);
        }
        return on.known() ? folding.mapped(on, it -> Folding.changed("reverse", it)) : Folding.bag(on);
    }

    /// A dictionary becomes the list of its keys, in the order in which they were given.
    private static Value listed(Value on) {
        var fields = on.fields();
        if (fields == null) {
            return on;
        }
        return Value.list(List.of(Value.texts(fields.keySet(), false)), false);
    }

    private static Value pairs(Value on) {
        var fields = on.fields();
        if (fields == null) {
            return on;
        }
        var keys = Value.texts(fields.keySet(), false);
        var held = Value.NOTHING;
        for (Map.Entry<String, Value> it : fields.entrySet()) {
            held = held.or(it.getValue());
        }
        return Value.list(List.of(Value.list(List.of(keys, held), true)), false);
    }
}
