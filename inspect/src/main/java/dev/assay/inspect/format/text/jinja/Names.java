package dev.assay.inspect.format.text.jinja;

import java.util.Set;
import java.util.regex.Pattern;

/// Which names a template may ask for.
///
/// @see <a href="https://jinja.palletsprojects.com/en/stable/templates/#builtin-filters">Jinja: filters</a>
/// @see <a href="https://jinja.palletsprojects.com/en/stable/sandbox/">Jinja: sandbox, `is_internal_attribute`</a>
final class Names {

    /// The names that lead out: every way round needs one of them.
    private static final Pattern LEADING_OUT = Pattern.compile(
            "__(class|init|new|globals|builtins?|subclasses|mro|bases?|import|getattribute|getattr|getitem|dict|code|self"
                    + "|module|reduce(_ex)?|call|closure|func|loader|spec|subclasshook|init_subclass|wrapped|defaults"
                    + "|kwdefaults|annotations|qualname|doc|name|file|enter|exit|del|set(attr|item)|weakref)__");

    /// Attributes without an underscore in front that lead to frames, code and classes all the same.
    private static final Set<String> INNER = Set.of(
            "mro",
            "func_globals",
            "func_code",
            "func_defaults",
            "func_closure",
            "im_func",
            "im_self",
            "im_class",
            "gi_frame",
            "gi_code",
            "gi_yieldfrom",
            "cr_frame",
            "cr_code",
            "cr_await",
            "ag_frame",
            "ag_code",
            "tb_frame",
            "tb_next",
            "f_globals",
            "f_locals",
            "f_builtins",
            "f_back",
            "f_code",
            "co_code",
            "co_consts");

    /// What no data has as a method, and what the way out ends in.
    private static final Set<String> ACTING = Set.of(
            "popen",
            "system",
            "Popen",
            "check_output",
            "check_call",
            "getoutput",
            "getstatusoutput",
            "spawn",
            "execv",
            "execve",
            "eval",
            "exec",
            "import_module",
            "__import__",
            "load_module",
            "run_module",
            "urlopen",
            "write",
            "writelines",
            "unlink",
            "remove_tree",
            "rmtree",
            "from_string",
            "get_template");

    /// Methods of texts, lists and dictionaries, and of the objects the engine itself hands out.
    private static final Set<String> METHODS = Set.of(
            "capitalize",
            "casefold",
            "center",
            "count",
            "encode",
            "endswith",
            "expandtabs",
            "find",
            "format",
            "index",
            "isalnum",
            "isalpha",
            "isascii",
            "isdecimal",
            "isdigit",
            "isidentifier",
            "islower",
            "isnumeric",
            "isprintable",
            "isspace",
            "istitle",
            "isupper",
            "join",
            "ljust",
            "lower",
            "lstrip",
            "maketrans",
            "partition",
            "removeprefix",
            "removesuffix",
            "replace",
            "rfind",
            "rindex",
            "rjust",
            "rpartition",
            "rsplit",
            "rstrip",
            "split",
            "splitlines",
            "startswith",
            "strip",
            "swapcase",
            "title",
            "translate",
            "upper",
            "zfill",
            "decode",
            "hex",
            "append",
            "clear",
            "copy",
            "extend",
            "insert",
            "pop",
            "remove",
            "reverse",
            "sort",
            "get",
            "items",
            "keys",
            "popitem",
            "setdefault",
            "update",
            "values",
            "fromkeys",
            "add",
            "discard",
            "union",
            "difference",
            "intersection",
            "issubset",
            "issuperset",
            "cycle",
            "changed",
            "next",
            "reset",
            "tojson",
            "strftime",
            "isoformat",
            "bit_length",
            "is_integer",
            "first",
            "last",
            "sum",
            "trim",
            "length",
            "map",
            "filter",
            "as_integer_ratio",
            "conjugate",
            "format_map",
            "unescape",
            "striptags",
            "date",
            "today",
            "now",
            "time");

    private static final Set<String> FILTERS = Set.of(
            "abs",
            "attr",
            "batch",
            "capitalize",
            "center",
            "count",
            "d",
            "default",
            "dictsort",
            "e",
            "escape",
            "filesizeformat",
            "first",
            "float",
            "forceescape",
            "format",
            "groupby",
            "indent",
            "int",
            "items",
            "join",
            "last",
            "length",
            "list",
            "lower",
            "map",
            "max",
            "min",
            "pprint",
            "random",
            "reject",
            "rejectattr",
            "replace",
            "reverse",
            "round",
            "safe",
            "select",
            "selectattr",
            "slice",
            "sort",
            "string",
            "striptags",
            "sum",
            "title",
            "tojson",
            "trim",
            "truncate",
            "unique",
            "upper",
            "urlencode",
            "urlize",
            "wordcount",
            "wordwrap",
            "xmlattr",
            "from_json",
            "fromjson",
            "json",
            "parse_json",
            "lstrip",
            "rstrip",
            "strip",
            "split",
            "startswith",
            "endswith",
            "strftime",
            "keys",
            "values",
            "dict",
            "bool",
            "from_yaml",
            "to_json",
            "to_yaml",
            "toyaml");

    private static final Set<String> TESTS = Set.of(
            "boolean",
            "callable",
            "defined",
            "divisibleby",
            "eq",
            "equalto",
            "escaped",
            "even",
            "false",
            "filter",
            "float",
            "ge",
            "greaterthan",
            "gt",
            "in",
            "integer",
            "iterable",
            "le",
            "lessthan",
            "lower",
            "lt",
            "mapping",
            "ne",
            "none",
            "number",
            "odd",
            "sameas",
            "sequence",
            "string",
            "test",
            "true",
            "undefined",
            "upper",
            "list",
            "dict",
            "None",
            "startswith",
            "endswith",
            "match",
            "search",
            "contains",
            "empty");

    /// What the engine, and those who render chats with it, offer to be called.
    private static final Set<String> GLOBALS = Set.of(
            "range",
            "dict",
            "lipsum",
            "cycler",
            "joiner",
            "namespace",
            "raise_exception",
            "strftime_now",
            "gettext",
            "ngettext",
            "pgettext",
            "npgettext",
            "_",
            "super",
            "caller",
            "loop",
            "self",
            "tojson",
            "len",
            "str",
            "int",
            "float",
            "bool",
            "list",
            "set",
            "min",
            "max",
            "sum",
            "sorted",
            "enumerate",
            "zip",
            "isinstance",
            "map",
            "filter",
            "reversed",
            "any",
            "all",
            "abs",
            "round",
            "type_of",
            "print",
            "tuple",
            "json_dumps",
            "raise",
            "warn",
            "now",
            "get_current_time",
            "render_extra_keys",
            "from_json");

    /// Functions of other programs' templates that act: of configuration management, of data pipelines, of Python.
    private static final Set<String> ELSEWHERE = Set.of(
            "lookup",
            "query",
            "q",
            "run_query",
            "env_var",
            "eval",
            "exec",
            "open",
            "compile",
            "getattr",
            "setattr",
            "__import__",
            "import_module",
            "system",
            "popen",
            "globals",
            "locals",
            "vars",
            "dir",
            "type",
            "object",
            "breakpoint",
            "input",
            "execfile",
            "include_vars",
            "env",
            "shell",
            "command");

    /// By these words a template is known to be made for a conversation.
    private static final Set<String> OF_CHATS = Set.of(
            "messages",
            "message",
            "bos_token",
            "eos_token",
            "add_generation_prompt",
            "tools",
            "enable_thinking",
            "raise_exception",
            "documents",
            "conversation");

    private Names() {}

    /// Whether a name, asked for as an attribute or an item, leads out of what was given.
    static boolean leadsOut(String name) {
        return name.length() > 1 && name.startsWith("_") && !name.equals("__") || INNER.contains(name);
    }

    /// Whether a text is, or hides, one of the names everybody needs who wants out.
    static boolean isWayOut(String text) {
        return text.contains("__") && LEADING_OUT.matcher(text).find();
    }

    static boolean acts(String method) {
        return ACTING.contains(method);
    }

    static boolean isMethod(String name) {
        return METHODS.contains(name);
    }

    static boolean isFilter(String name) {
        return FILTERS.contains(name);
    }

    static boolean isTest(String name) {
        return TESTS.contains(name);
    }

    static boolean isGlobal(String name) {
        return GLOBALS.contains(name);
    }

    static boolean isElsewhere(String name) {
        return ELSEWHERE.contains(name);
    }

    static boolean isOfChats(String name) {
        return OF_CHATS.contains(name);
    }
}
