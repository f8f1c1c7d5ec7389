package dev.assay.inspect.format.text;

import dev.assay.inspect.Finding;
import dev.assay.inspect.Place;
import dev.assay.inspect.shell.PlainImage;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/// Recipes that build something by running commands: of images (`Dockerfile`), of programs (`Makefile`).
final class Recipe implements Reading {

    private static final String IMAGE = "an image build";
    private static final Pattern FROM = Pattern.compile(
            "(?i)\\A(?:\\s*(?:#.*|ARG\\s.*)?\\n)*\\s*FROM\\s+(?:--\\S+\\s+)?[\\w./:@${}-]+(?:\\s+AS\\s+\\S+)?\\s*(?:\\n|\\z)");
    private static final Pattern STEP =
            Pattern.compile("(?im)^\\s*(?:RUN|CMD|ENTRYPOINT|COPY|ADD|WORKDIR|ENV|SHELL)\\s");
    private static final Pattern RULE =
            Pattern.compile("(?m)^[\\w./%$(){}-]+(?:[ \\t]+[\\w./%$(){}-]+)*+[ \\t]*::?(?!=).*\\n\\t");
    private static final Pattern MAKE = Pattern.compile("(?m)^\\.PHONY\\b|\\$[({@<^]|^\\w+[ \\t]*[:?+]?=");

    @Override
    public Optional<Read> read(MemorySegment text, Place place) {
        var head = Letters.head(text, 64 << 10);
        var what = FROM.matcher(head).find() && STEP.matcher(head).find()
                ? IMAGE
                : RULE.matcher(head).find() && MAKE.matcher(head).find() ? "a build by make" : "";
        if (what.isEmpty()) {
            return Optional.empty();
        }
        var findings = new ArrayList<Finding>();
        var commands = Deeds.bytes(text);
        var deeds = Deeds.of(commands, "in a build", place);
        var plain = what.equals(IMAGE)
                && deeds.isEmpty()
                && commands.length() == text.byteSize()
                && PlainImage.is(commands);
        findings.add(new Finding.Runs(place, plain ? Script.PLAIN : what));
        findings.addAll(deeds);
        return Optional.of(new Read("recipe", findings));
    }
}
