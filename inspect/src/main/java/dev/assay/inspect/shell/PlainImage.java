package dev.assay.inspect.shell;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Builds of images in which nothing is left to find out: on an image that many build on, with the files beside it
/// under their names, in a folder of their own, and with [Plain] commands.
///
/// @see <a href="https://docs.docker.com/reference/dockerfile/">Dockerfile reference</a>
public final class PlainImage {

    /// Longer recipes, and longer instructions, are read by a person; it also bounds what expressions go through.
    private static final int LONGEST = 64 << 10;

    private static final int LONGEST_INSTRUCTION = 2_000;

    /// A comment that is one for people only.
    private static final Pattern COMMENT = Pattern.compile(
            "#(?!\\s*(?:escape|check|syntax)\\s*=).*|#\\s*syntax\\s*=\\s*docker/dockerfile:1[\\w.-]*\\s*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern INSTRUCTION = Pattern.compile("([A-Za-z]+)[ \\t]+(.+)", Pattern.DOTALL);
    private static final Pattern IMAGE =
            Pattern.compile("(?:(?:docker\\.io/)?(?:library|nvidia|pytorch|tensorflow|huggingface"
                    + "|continuumio|mambaorg|rocm|jupyter)/|nvcr\\.io/nvidia/)?[a-z0-9._-]+(?:[:@][\\w.:-]+)?");
    private static final Pattern STAGE =
            Pattern.compile("(?:--platform=[\\w/]+[ \\t]+)?(\\S+)(?:[ \\t]+(?i:as)[ \\t]+([\\w.-]+))?[ \\t]*");
    /// Where programs keep nothing of their own.
    private static final Pattern OWN = Pattern.compile(
            "(?:/app|/code|/workspace|/src|/data|/opt/app|/usr/src/app|/home/user/app|/home/user/code|\\$HOME/app)(?:/[\\w.-]+)*/?");
    private static final Pattern CACHE = Pattern.compile(
            "^(?:--mount=type=cache,target=(?:/root/\\.cache(?:/\\w+)?|/var/cache/apt|/var/lib/apt)(?:,sharing=locked)?[ \\t]+)+");
    /// Commands that write or go where their words say, from the folder they are in.
    private static final Pattern BESIDE = Pattern.compile("\\b(?:cp|mv|cd)\\b");
    private static final Pattern SETTING = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(\"[^\"$`\\\\]*\"|[\\w./:,@+-]*)");
    private static final Pattern JSON = Pattern.compile("\\[\\s*\"[^\"\\\\]*\"(?:\\s*,\\s*\"[^\"\\\\]*\")*\\s*]");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
    private static final Set<String> SAID = Set.of("EXPOSE", "LABEL", "USER", "VOLUME", "MAINTAINER", "STOPSIGNAL");
    private static final Set<String> HOME =
            Set.of("HOME=/home/user", "PATH=/home/user/.local/bin:$PATH", "PATH=\"/home/user/.local/bin:$PATH\"");

    private final Set<String> stages = new HashSet<>();

    /// Whether it is in a folder of its own. Before, what lies beside it would be the system.
    private boolean settled;

    private PlainImage() {}

    /// Whether a build is plain in the sense of this class.
    ///
    /// @param recipe one character a byte
    public static boolean is(String recipe) {
        var image = new PlainImage();
        return recipe.length() <= LONGEST
                && recipe.chars().noneMatch(it -> it < 0x20 && it != '\n' && it != '\t' || it > 0x7e)
                && recipe.lines()
                        .map(String::strip)
                        .allMatch(
                                it -> !it.startsWith("#") || COMMENT.matcher(it).matches())
                && instructions(recipe).stream()
                        .allMatch(it -> it.length() <= LONGEST_INSTRUCTION && image.instruction(it));
    }

    /// Lines that a backslash continues are one, with nothing put between; lines of comment are none, wherever they
    /// stand.
    private static List<String> instructions(String recipe) {
        var instructions = new ArrayList<String>();
        var open = new StringBuilder();
        for (var line : recipe.lines().toList()) {
            var said = line.stripTrailing();
            if (said.isBlank() || said.stripLeading().startsWith("#")) {
                continue;
            }
            var goesOn = said.endsWith("\\");
            open.append(said, 0, goesOn ? said.length() - 1 : said.length());
            if (!goesOn) {
                instructions.add(open.toString().strip());
                open.setLength(0);
            }
        }
        if (!open.isEmpty()) {
            instructions.add(open.toString().strip());
        }
        return instructions;
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
            case "WORKDIR" -> settles(said);
            case "COPY", "ADD" -> copies(said);
            case "ENV", "ARG" -> settings(said, name.equals("ARG"));
            case "RUN" -> runs(CACHE.matcher(said).replaceFirst(""));
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
        settled = false;
        if (it.group(2) != null) {
            stages.add(it.group(2));
        }
        return true;
    }

    private boolean settles(String folder) {
        settled = isOwn(folder);
        return settled;
    }

    private static boolean isOwn(String folder) {
        return OWN.matcher(folder).matches() && !folder.contains("..");
    }

    private boolean copies(String said) {
        var words = List.of(said.replaceAll("^(?:--(?:chown=[\\w:]+|link|chmod=[0-7]{3})[ \\t]+)+", "")
                .split("[ \\t]+", -1));
        if (words.size() < 2 || said.contains("[") || said.contains("<<") || said.contains("--from")) {
            return false;
        }
        var from = words.subList(0, words.size() - 1);
        var to = words.getLast();
        return from.stream()
                        .allMatch(it -> it.matches("[\\w.][\\w./-]*\\*?") && !it.contains("..") && !it.contains("://"))
                && (isOwn(to) || settled && to.matches("\\./?|(?:\\./)?[\\w-]+(?:\\.\\w+)?/?"))
                && Plain.keepsNames(
                        from.stream().map(it -> it.equals(".") ? "all/" : it).toList(), to);
    }

    private static boolean settings(String said, boolean mayBeOpen) {
        var words = List.of(said.split("[ \\t]+(?=[A-Za-z_][A-Za-z0-9_]*=)", -1));
        for (var word : words) {
            var it = SETTING.matcher(word);
            var named = mayBeOpen && word.matches("[A-Za-z_][A-Za-z0-9_]*") && Plain.isOwn(word);
            if (!HOME.contains(word) && !named && (!it.matches() || !Plain.isOwn(it.group(1)))) {
                return false;
            }
        }
        return true;
    }

    /// In brackets, the words of one command that no shell reads; else a line of the shell.
    private boolean runs(String said) {
        if (!settled && BESIDE.matcher(said).find()) {
            return false;
        }
        if (!said.startsWith("[")) {
            return !said.startsWith("-") && Plain.is(said);
        }
        return JSON.matcher(said).matches()
                && Plain.is(TEXT.matcher(said).results().map(it -> it.group(1)).toList());
    }
}
