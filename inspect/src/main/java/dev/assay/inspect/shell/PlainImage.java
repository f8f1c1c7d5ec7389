package dev.assay.inspect.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Builds of images in which nothing is left to find out: on an image that many build on, with the files beside it
/// under
/// their names, and with [Plain] commands.
///
/// @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
public final class PlainImage {

    private static final Pattern ESCAPES = Pattern.compile("(?is)\\A(?:#[^\\n]*\\n)*#\\s*(?:escape|check)\\s*=.*");
    private static final Pattern FRONTEND =
            Pattern.compile("(?im)^#\\s*syntax\\s*=(?!\\s*docker/dockerfile:1[\\w.-]*\\s*$)");
    private static final Pattern INSTRUCTION = Pattern.compile("([A-Za-z]+)[ \\t]+(.+)", Pattern.DOTALL);
    private static final Pattern IMAGE =
            Pattern.compile("(?:(?:docker\\.io/)?(?:library|nvidia|pytorch|tensorflow|huggingface"
                    + "|continuumio|mambaorg|rocm|jupyter)/|nvcr\\.io/nvidia/)?[a-z0-9._-]+(?:[:@][\\w.:-]+)?");
    private static final Pattern STAGE =
            Pattern.compile("(?:--platform=[\\w/]+[ \\t]+)?(\\S+)(?:[ \\t]+(?i:as)[ \\t]+([\\w.-]+))?[ \\t]*");
    /// Where programs keep nothing of their own.
    private static final Pattern OWN = Pattern.compile(
            "(?:/app|/code|/workspace|/src|/data|/opt/app|/usr/src/app|/home/user/app|/home/user/code|\\$HOME/app|\\.)(?:/[\\w.-]+)*/?");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(\"[^\"$`\\\\]*\"|[\\w./:,@+-]*)");
    private static final Pattern JSON = Pattern.compile("\\[\\s*\"[^\"\\\\]*\"(?:\\s*,\\s*\"[^\"\\\\]*\")*\\s*]");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Set<String> SAID = Set.of("EXPOSE", "LABEL", "USER", "VOLUME", "MAINTAINER", "STOPSIGNAL");
    private static final Set<String> HOME =
            Set.of("HOME=/home/user", "PATH=/home/user/.local/bin:$PATH", "PATH=\"/home/user/.local/bin:$PATH\"");

    private final Set<String> stages = new HashSet<>();

    private PlainImage() {}

    /// Whether a build is plain in the sense of this class.
    ///
    /// @param recipe one character a byte
    public static boolean is(String recipe) {
        var image = new PlainImage();
        return !ESCAPES.matcher(recipe).matches()
                && !FRONTEND.matcher(recipe).find()
                && recipe.chars().noneMatch(it -> it < 0x20 && it != '\n' && it != '\t' || it > 0x7e)
                && lines(recipe).stream().allMatch(image::instruction);
    }

    /// Lines that a backslash continues are one; lines of comment are none, wherever they stand.
    private static List<String> lines(String recipe) {
        var lines = new ArrayList<String>();
        var open = new StringBuilder();
        for (var line : recipe.lines().toList()) {
            var said = line.strip();
            if (said.startsWith("#") || said.isEmpty()) {
                continue;
            }
            if (said.endsWith("\\")) {
                open.append(said, 0, said.length() - 1).append(' ');
            } else {
                lines.add(open.append(said).toString());
                open.setLength(0);
            }
        }
        if (!open.isEmpty()) {
            lines.add(open.toString());
        }
        return lines;
    }

    private boolean instruction(String line) {
        var it = INSTRUCTION.matcher(line);
        if (!it.matches()) {
            return false;
        }
        var said = it.group(2).strip();
        var name = it.group(1).toUpperCase(Locale.ROOT);
        return switch (name) {
            case "FROM" -> from(said);
            case "WORKDIR" -> isOwn(said);
            case "COPY", "ADD" -> copies(said);
            case "ENV", "ARG" -> settings(said, name.equals("ARG"));
            case "RUN" -> runs(said.replaceAll("^(?:--mount=type=cache,target=[\\w/.]+[ \\t]+)+", ""));
            case "CMD", "ENTRYPOINT" -> runs(said);
            default -> SAID.contains(name) && !said.contains("<<");
        };
    }

    private boolean from(String said) {
        var it = STAGE.matcher(said);
        if (!it.matches()
                || !stages.contains(it.group(1)) && !IMAGE.matcher(it.group(1)).matches()) {
            return false;
        }
        if (it.group(2) != null) {
            stages.add(it.group(2));
        }
        return true;
    }

    private static boolean isOwn(String folder) {
        return OWN.matcher(folder).matches() && !folder.contains("..");
    }

    private static boolean copies(String said) {
        var words = List.of(said.replaceAll("^(?:--(?:chown=[\\w:]+|link|chmod=[0-7]{3})[ \\t]+)+", "")
                .split("[ \\t]+", -1));
        if (words.size() < 2 || said.contains("[") || said.contains("<<") || said.contains("--from")) {
            return false;
        }
        var from = words.subList(0, words.size() - 1);
        var to = words.getLast();
        return from.stream()
                        .allMatch(it -> it.matches("[\\w.][\\w./-]*\\*?") && !it.contains("..") && !it.contains("://"))
                && (isOwn(to) || to.matches("[\\w-]+(?:\\.\\w+)?/?"))
                && Plain.keepsNames(
                        from.stream().map(it -> it.equals(".") ? "all/" : it).toList(), to);
    }

    private static boolean settings(String said, boolean mayBeOpen) {
        var words = List.of(said.split("[ \\t]+(?=[A-Za-z_][A-Za-z0-9_]*=)", -1));
        for (var word : words) {
            var it = SETTING.matcher(word);
            var named = mayBeOpen && word.matches("[A-Za-z_][A-Za-z0-9_]*") && !Plain.deciding(word);
            if (!HOME.contains(word) && !named && (!it.matches() || Plain.deciding(it.group(1)))) {
                return false;
            }
        }
        return true;
    }

    /// In brackets, the words of one command that no shell reads; else a line of the shell.
    private static boolean runs(String said) {
        if (!said.startsWith("[")) {
            return !said.startsWith("-") && Plain.is(said);
        }
        return JSON.matcher(said).matches()
                && Plain.is(TEXT.matcher(said).results().map(it -> it.group(1)).toList());
    }
}
