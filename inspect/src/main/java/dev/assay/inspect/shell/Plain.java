package dev.assay.inspect.shell;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Scripts in which nothing is left to find out: each word stands there as it is read, and each command is one of a
/// few that start what lies beside them, install packages by their names, or tidy up.
///
/// This is a small part of the shell's grammar, chosen so that all shells read it alike: no command is computed, none
/// comes out of a file, a pipe or a variable, and no word before the program of an interpreter can turn into another.
/// Whatever is outside of it is no judgement on the script: somebody reads it.
public final class Plain {

    /// Longer ones are read by a person.
    private static final int LONGEST = 64 << 10;

    private static final Set<String> HARMLESS = Set.of(
            ":",
            "[",
            "basename",
            "break",
            "cat",
            "continue",
            "df",
            "dirname",
            "du",
            "echo",
            "exit",
            "false",
            "free",
            "head",
            "ls",
            "mkdir",
            "nproc",
            "nvidia-smi",
            "pwd",
            "rmdir",
            "sha256sum",
            "shift",
            "sleep",
            "tail",
            "test",
            "touch",
            "true",
            "tr",
            "uname",
            "wc",
            "which",
            "whoami");
    private static final Set<String> COPIES = Set.of("cp", "mv");
    private static final Set<String> STARTS = Set.of("python", "python3", "torchrun", "deepspeed", "accelerate");
    private static final Set<String> SERVES = Set.of("uvicorn", "gunicorn", "streamlit", "gradio");
    private static final Set<String> STARTED = Set.of("if", "then", "else", "elif", "while", "until", "do", "time");
    private static final Set<String> ENDED = Set.of("fi", "done");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)=(.*)", Pattern.DOTALL);
    /// Variables that scripts keep for themselves, or that only say how much, how loud or which card. Others decide
    /// what
    /// a name means or what a program loads, and which those are nobody can list.
    private static final Pattern OWN = Pattern.compile("(?!.*_?proxy)[a-z][a-z0-9_]*"
            + "|(?:BATCH|BS|CHECKPOINT|CKPT|DATA|DATASET|EPOCHS?|EXP|GPUS?|LOG|LR|MAX|MIN|MODEL|N|NAME|NGPUS?|NPROC|NUM|OUT"
            + "|OUTPUT|PORT|RUN|SAVE|SEED|SIZE|STEPS|TASK)(?:_[A-Z0-9]+)*"
            + "|CUDA_(?:VISIBLE_DEVICES|DEVICE_ORDER|LAUNCH_BLOCKING)|(?:OMP|MKL|OPENBLAS)_NUM_THREADS|NCCL_DEBUG"
            + "|TOKENIZERS_PARALLELISM|TF_CPP_MIN_LOG_LEVEL|HF_HUB_(?:ENABLE_HF_TRANSFER|OFFLINE)|TRANSFORMERS_OFFLINE"
            + "|WANDB_(?:MODE|DISABLED)|WORLD_SIZE|(?:LOCAL_)?RANK|MASTER_PORT|DEBIAN_FRONTEND|TZ|LANG|LC_ALL"
            + "|PYTHON(?:UNBUFFERED|DONTWRITEBYTECODE|HASHSEED)|PIP_(?:NO_CACHE_DIR|DISABLE_PIP_VERSION_CHECK)");

    /// What launchers of training are told in numbers.
    private static final Pattern COUNTED = Pattern.compile(
            "--(?:nproc[_-]per[_-]node|nnodes|node[_-]rank|master[_-]port|num[_-]processes|num[_-]gpus|num[_-]machines"
                    + "|machine[_-]rank|main[_-]process[_-]port|mixed[_-]precision)(?:=\\w+)?");

    private static final Set<String> SWITCHES =
            Set.of("-u", "-B", "-O", "-s", "-I", "--standalone", "--multi_gpu", "--multi-gpu");
    private static final Pattern PACKAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(?:\\[[A-Za-z0-9,._-]+])?"
            + "(?:[=<>!~]=?[A-Za-z0-9.*+]+(?:,[=<>!~]=?[A-Za-z0-9.*+]+)*)?");
    /// Files beside it, which pip takes for what is to be installed.
    private static final Pattern ARCHIVE =
            Pattern.compile("(?i).*\\.(?:whl|zip|egg|tar|tgz|tbz2?|txz|tlz|gz|bz2|xz|lzma|z)");

    private static final Set<String> PIP_FLAGS = Set.of(
            "--no-cache-dir",
            "--upgrade",
            "-U",
            "-q",
            "--quiet",
            "-qq",
            "--user",
            "--no-deps",
            "--pre",
            "--no-build-isolation",
            "--break-system-packages",
            "--force-reinstall",
            "--root-user-action=ignore");
    private static final Set<String> APT_FLAGS = Set.of(
            "-y", "-yq", "-qy", "-qq", "-q", "--yes", "--no-install-recommends", "--assume-yes", "--fix-missing");

    private Plain() {}

    /// Whether a script is plain in the sense of this class.
    ///
    /// @param script one character a byte
    public static boolean is(String script) {
        return script.length() <= LONGEST
                && Words.statements(script)
                        .filter(it -> !it.isEmpty() && it.stream().allMatch(Plain::statement))
                        .isPresent();
    }

    /// The same of the words of a command that no shell reads.
    static boolean is(List<String> words) {
        return command(words.stream()
                .map(it -> new Word(it, !it.contains("$") && !it.contains("`")))
                .toList());
    }

    private static boolean statement(List<Word> words) {
        var at = 0;
        while (at < words.size() && words.get(at).isOneOf(STARTED)) {
            at++;
        }
        var rest = words.subList(at, words.size());
        if (rest.isEmpty() || rest.size() == 1 && rest.getFirst().isOneOf(ENDED)) {
            return true;
        }
        return rest.getFirst().is("for") ? loop(rest) : assignments(rest);
    }

    /// `for NAME in WORD…`
    private static boolean loop(List<Word> words) {
        return words.size() > 3
                && words.get(1).literal()
                && NAME.matcher(words.get(1).text()).matches()
                && isOwn(words.get(1).text())
                && words.get(2).is("in")
                && words.subList(3, words.size()).stream().allMatch(Plain::isValue);
    }

    private static boolean assignments(List<Word> words) {
        var at = 0;
        while (at < words.size() && assigns(words.get(at))) {
            at++;
        }
        var rest = words.subList(at, words.size());
        return rest.isEmpty() || (rest.getFirst().is("export") ? exports(rest) : command(rest));
    }

    private static boolean exports(List<Word> words) {
        return words.size() > 1
                && words.subList(1, words.size()).stream()
                        .allMatch(it -> assigns(it)
                                || it.literal() && NAME.matcher(it.text()).matches() && isOwn(it.text()));
    }

    private static boolean assigns(Word word) {
        var it = ASSIGNMENT.matcher(word.text());
        return it.matches() && isOwn(it.group(1)) && isValue(new Word(it.group(2), word.literal()));
    }

    static boolean isOwn(String variable) {
        return OWN.matcher(variable).matches();
    }

    /// A value that stays one word, and no option, wherever it is used.
    private static boolean isValue(Word word) {
        return !word.text().startsWith("-")
                && word.text().chars().noneMatch(it -> it == ' ' || it == '\t' || it == '\n');
    }

    private static boolean command(List<Word> words) {
        var name = words.isEmpty() ? "" : words.getFirst().text();
        if (words.isEmpty() || !words.getFirst().literal()) {
            return false;
        }
        var rest = words.subList(1, words.size());
        return HARMLESS.contains(name)
                || COPIES.contains(name) && copies(rest)
                || STARTS.contains(name) && starts(name, rest)
                || SERVES.contains(name) && serves(rest)
                || name.equals("set")
                        && rest.stream()
                                .allMatch(it -> it.literal() && it.text().matches("-[eux]*o?|pipefail"))
                || name.equals("cd")
                        && rest.size() == 1
                        && rest.getFirst().literal()
                        && isBeside(rest.getFirst().text())
                || (name.equals("pip") || name.equals("pip3")) && installs(rest)
                || (name.equals("apt-get") || name.equals("apt")) && debian(rest)
                || name.equals("rm") && removes(rest)
                || name.equals("chmod")
                        && rest.stream()
                                .allMatch(it -> it.literal()
                                        && it.text().matches("-R|[+a-z=]*[+=][rwxX]+|[0-7]{3}|[\\w./-]+")
                                        && isBeside(it.text()))
                || name.equals("useradd")
                        && rest.stream()
                                .allMatch(it ->
                                        it.literal() && it.text().matches("-[mu]+|--create-home|--uid|[a-z0-9]+"));
    }

    /// What a file is called says what it is read as: copies keep that.
    private static boolean copies(List<Word> words) {
        var files = words.stream().filter(it -> !it.text().startsWith("-")).toList();
        return words.stream().allMatch(it -> it.literal() && it.text().matches("-[rRfapvnu]+|[^-*?\\[].*"))
                && files.stream().allMatch(it -> isBeside(it.text()))
                && files.size() > 1
                && keepsNames(
                        files.subList(0, files.size() - 1).stream()
                                .map(Word::text)
                                .toList(),
                        files.getLast().text());
    }

    /// Whether copies of these files are what the files were.
    static boolean keepsNames(List<String> from, String to) {
        return to.endsWith("/")
                || to.equals(".")
                || from.stream().allMatch(it -> extension(it).equals(extension(to)));
    }

    private static String extension(String path) {
        var name = path.substring(path.lastIndexOf('/') + 1);
        return name.lastIndexOf('.') > 0 ? name.substring(name.lastIndexOf('.')) : "";
    }

    /// Below the folder it is run in, as far as its name says.
    private static boolean isBeside(String path) {
        return !path.startsWith("/") && !path.startsWith("~") && !path.matches("(?:.*/)?\\.\\.(?:/.*)?");
    }

    /// A file beside it, in Python; options before it may not choose another.
    private static boolean starts(String name, List<Word> words) {
        var at = 0;
        if (name.equals("accelerate")) {
            if (words.isEmpty() || !words.getFirst().is("launch")) {
                return false;
            }
            at = 1;
        } else if (name.startsWith("python")
                && words.size() > 1
                && words.getFirst().is("-m")) {
            var module = words.get(1);
            var rest = words.subList(2, words.size());
            return module.is("pip")
                    ? installs(rest)
                    : module.isOneOf(SERVES)
                            ? serves(rest)
                            : module.is("venv")
                                            && rest.size() == 1
                                            && rest.getFirst().literal()
                                    || module.is("torch.distributed.launch") && starts("torchrun", rest);
        }
        while (at < words.size() && words.get(at).text().startsWith("-")) {
            var option = words.get(at);
            var counted =
                    !name.startsWith("python") && COUNTED.matcher(option.text()).matches();
            if (!option.literal() || !counted && !SWITCHES.contains(option.text())) {
                return false;
            }
            at++;
            if (counted && !option.text().contains("=")) {
                if (at == words.size()
                        || !words.get(at).literal()
                        || !words.get(at).text().matches("\\w+")) {
                    return false;
                }
                at++;
            }
        }
        return at < words.size() && isFile(words.get(at), ".py");
    }

    private static boolean isFile(Word word, String extension) {
        return word.literal()
                && word.text().endsWith(extension)
                && word.text().matches("[\\w./-]+")
                && !word.text().startsWith("-")
                && (isBeside(word.text())
                        || word.text()
                                .matches("/(?:app|code|workspace|home/user|usr/src/app)/[\\w/-]+"
                                        + Pattern.quote(extension)));
    }

    private static boolean serves(List<Word> words) {
        return words.stream()
                .allMatch(
                        it -> it.literal()
                                && it.text()
                                        .matches(
                                                "run|\\w+(?:[./]\\w+)*(?::\\w+|\\.py)|--(?:host|port|workers|bind|reload|timeout"
                                                        + "|log-level|server\\.\\w+|browser\\.\\w+)(?:=[\\w.:-]+)?|-[bwtk]|[\\d.:]+|info|warning|error"));
    }

    /// Packages by name, from where this machine takes them.
    private static boolean installs(List<Word> words) {
        if (words.size() < 2 || !words.getFirst().is("install")) {
            return false;
        }
        for (var at = 1; at < words.size(); at++) {
            var word = words.get(at);
            if (word.is("-r") || word.is("--requirement")) {
                at++;
                if (at == words.size() || !isFile(words.get(at), ".txt")) {
                    return false;
                }
            } else if (!word.literal()
                    || !word.isOneOf(PIP_FLAGS) && !PACKAGE.matcher(word.text()).matches()
                    || ARCHIVE.matcher(word.text()).matches()) {
                return false;
            }
        }
        return true;
    }

    private static boolean debian(List<Word> words) {
        var orders = words.stream().filter(it -> !it.isOneOf(APT_FLAGS)).toList();
        return !orders.isEmpty()
                && orders.getFirst().isOneOf(Set.of("update", "install", "clean", "upgrade", "autoremove"))
                && orders.subList(1, orders.size()).stream()
                        .allMatch(it -> it.literal() && it.text().matches("[a-z0-9][a-z0-9.+-]+[a-z0-9+]"));
    }

    /// Caches, and what lies beside it by its name.
    private static boolean removes(List<Word> words) {
        return words.stream()
                .allMatch(it -> it.literal()
                        && !it.text().contains("..")
                        && (it.text()
                                        .matches(
                                                "-[rf]+|/var/lib/apt/lists/\\*|/root/\\.cache/?|~/\\.cache/pip|/tmp/[\\w./*-]+")
                                || isBeside(it.text()) && it.text().matches("[\\w-][\\w./-]*")));
    }
}
