package dev.assay.inspect.format.text.jinja;

import java.util.List;

/// Asks values for attributes and items, and says so when the name leads out or cannot be told.
final class Asking {

    private final Facts facts;

    Asking(Facts facts) {
        this.facts = facts;
    }

    /// `value.name`
    Value attribute(Value value, String name) {
        if (Names.leadsOut(name)) {
            facts.leaves("." + name);
        }
        var fields = value.fields();
        if (fields != null) {
            var field = fields.get(name);
            if (field != null) {
                return value.given() ? field.or(given(name)) : field;
            }
            return value.given()
                    ? given(name)
                    : Names.isMethod(name) ? Value.FUNCTION.kind(Value.MADE_KIND) : Value.NOTHING;
        }
        if (!value.texts().isEmpty() || value.items() != null || value.made()) {
            return value.given() ? given(name).or(Value.MADE) : Value.FUNCTION.kind(Value.MADE_KIND);
        }
        return value.function() ? Value.FUNCTION.kind(Value.MADE_KIND) : given(name);
    }

    private static Value given(String name) {
        return name.equals("content") || name.equals("text") ? Value.SAID : Value.GIVEN;
    }

    /// `value.get(key)`, which finds no attributes.
    Value got(Value value, Value key) {
        return key.texts().stream().anyMatch(it -> it.startsWith("_") && !it.startsWith("__"))
                ? value.or(Value.MADE)
                : item(value, key);
    }

    /// `value[key]`
    Value item(Value value, Value key) {
        for (var text : key.texts()) {
            if (Names.leadsOut(text)) {
                facts.leaves("." + text);
            }
        }
        if (key.made()) {
            facts.leaves("an item whose name is computed");
        }
        var number = key.number();
        if (key.onlyNumber()) {
            return number == null ? value.each() : Folding.at(value, number);
        }
        var name = key.only();
        if (name != null) {
            return attribute(value, name);
        }
        return value.fields() == null && value.items() == null && value.texts().isEmpty()
                ? key.texts().contains("content") || key.texts().contains("text")
                        ? Value.SAID.or(value.without(Value.SAID_KIND))
                        : value.without(Value.SAID_KIND)
                : value.held();
    }

    /// An attribute asked for by its name in a text: `|attr('name')`, `|map(attribute='a.b')`. One literal, or nobody
    /// can say which it is.
    Value byName(Value value, Value name) {
        if (name.onlyNumber()) {
            return item(value, name);
        }
        var literal = name.only();
        if (literal == null || !name.literal()) {
            facts.leaves("an attribute whose name is computed");
            for (var text : name.texts()) {
                path(Value.MADE, text);
            }
            return Value.MADE;
        }
        return path(value, literal);
    }

    private Value path(Value value, String path) {
        var it = value;
        for (var step : path.split(",", -1)) {
            for (var name : step.strip().split("\\.", -1)) {
                it = attribute(it, name);
            }
        }
        return it;
    }

    /// The same for each item of a list.
    Value each(Value list, Value name) {
        return Value.list(List.of(byName(list.each(), name)), false);
    }
}
