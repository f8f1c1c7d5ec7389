package dev.assay.inspect.format.text;

import dev.assay.inspect.Place;
import dev.assay.inspect.format.text.jinja.Template;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Jinja templates, such as the chat templates that turn a conversation into a prompt.
final class Jinja implements Reading {

    static boolean mayBe(String text) {
        return text.contains("{{") || text.contains("{%");
    }

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var tagged = Letters.first(text) == '{' || place.inner().contains("chat_template");
        return Template.read(text, place::at, tagged)
                .flatMap(findings ->
                        tagged || !findings.isEmpty() ? Optional.of(new Read("jinja", findings)) : Optional.empty());
    }
}
