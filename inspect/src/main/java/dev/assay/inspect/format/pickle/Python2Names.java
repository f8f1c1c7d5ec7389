package dev.assay.inspect.format.pickle;

import static java.util.Map.entry;

import java.util.Map;

/// What Python 3 makes of names in pickles of protocols 0 to 2, which Python 2 may have written: CPython's
/// `_compat_pickle`. So `__builtin__.eval` is `builtins.eval`, and `commands.getoutput` is `subprocess.getoutput`.
final class Python2Names {

    private static final Map<String, String> NAMES = Map.ofEntries(
            entry("UserDict.IterableUserDict", "collections.UserDict"),
            entry("UserDict.UserDict", "collections.UserDict"),
            entry("UserList.UserList", "collections.UserList"),
            entry("UserString.UserString", "collections.UserString"),
            entry("__builtin__.basestring", "builtins.str"),
            entry("__builtin__.intern", "sys.intern"),
            entry("__builtin__.long", "builtins.int"),
            entry("__builtin__.reduce", "functools.reduce"),
            entry("__builtin__.unichr", "builtins.chr"),
            entry("__builtin__.unicode", "builtins.str"),
            entry("__builtin__.xrange", "builtins.range"),
            entry("_multiprocessing.Connection", "multiprocessing.connection.Connection"),
            entry("_socket.fromfd", "socket.fromfd"),
            entry("exceptions.StandardError", "builtins.Exception"),
            entry("itertools.ifilter", "builtins.filter"),
            entry("itertools.ifilterfalse", "itertools.filterfalse"),
            entry("itertools.imap", "builtins.map"),
            entry("itertools.izip", "builtins.zip"),
            entry("itertools.izip_longest", "itertools.zip_longest"),
            entry("multiprocessing.AuthenticationError", "multiprocessing.context.AuthenticationError"),
            entry("multiprocessing.BufferTooShort", "multiprocessing.context.BufferTooShort"),
            entry("multiprocessing.ProcessError", "multiprocessing.context.ProcessError"),
            entry("multiprocessing.TimeoutError", "multiprocessing.context.TimeoutError"),
            entry("multiprocessing.forking.Popen", "multiprocessing.popen_fork.Popen"),
            entry("multiprocessing.process.Process", "multiprocessing.context.Process"),
            entry("socket._socketobject", "socket.SocketType"),
            entry("urllib.ContentTooShortError", "urllib.error.ContentTooShortError"),
            entry("urllib.getproxies", "urllib.request.getproxies"),
            entry("urllib.pathname2url", "urllib.request.pathname2url"),
            entry("urllib.quote", "urllib.parse.quote"),
            entry("urllib.quote_plus", "urllib.parse.quote_plus"),
            entry("urllib.unquote", "urllib.parse.unquote"),
            entry("urllib.unquote_plus", "urllib.parse.unquote_plus"),
            entry("urllib.url2pathname", "urllib.request.url2pathname"),
            entry("urllib.urlcleanup", "urllib.request.urlcleanup"),
            entry("urllib.urlencode", "urllib.parse.urlencode"),
            entry("urllib.urlopen", "urllib.request.urlopen"),
            entry("urllib.urlretrieve", "urllib.request.urlretrieve"),
            entry("urllib2.HTTPError", "urllib.error.HTTPError"),
            entry("urllib2.URLError", "urllib.error.URLError"),
            entry("whichdb.whichdb", "dbm.whichdb"));

    private static final Map<String, String> MODULES = Map.ofEntries(
            entry("BaseHTTPServer", "http.server"),
            entry("CGIHTTPServer", "http.server"),
            entry("ConfigParser", "configparser"),
            entry("Cookie", "http.cookies"),
            entry("Dialog", "tkinter.dialog"),
            entry("DocXMLRPCServer", "xmlrpc.server"),
            entry("FileDialog", "tkinter.filedialog"),
            entry("HTMLParser", "html.parser"),
            entry("Queue", "queue"),
            entry("ScrolledText", "tkinter.scrolledtext"),
            entry("SimpleDialog", "tkinter.simpledialog"),
            entry("SimpleHTTPServer", "http.server"),
            entry("SimpleXMLRPCServer", "xmlrpc.server"),
            entry("SocketServer", "socketserver"),
            entry("StringIO", "io"),
            entry("Tix", "tkinter.tix"),
            entry("Tkconstants", "tkinter.constants"),
            entry("Tkdnd", "tkinter.dnd"),
            entry("Tkinter", "tkinter"),
            entry("UserDict", "collections"),
            entry("UserList", "collections"),
            entry("UserString", "collections"),
            entry("__builtin__", "builtins"),
            entry("_abcoll", "collections.abc"),
            entry("_elementtree", "xml.etree.ElementTree"),
            entry("_winreg", "winreg"),
            entry("anydbm", "dbm"),
            entry("cPickle", "pickle"),
            entry("cStringIO", "io"),
            entry("commands", "subprocess"),
            entry("cookielib", "http.cookiejar"),
            entry("copy_reg", "copyreg"),
            entry("dbhash", "dbm.bsd"),
            entry("dbm", "dbm.ndbm"),
            entry("dumbdbm", "dbm.dumb"),
            entry("dummy_thread", "_dummy_thread"),
            entry("gdbm", "dbm.gnu"),
            entry("htmlentitydefs", "html.entities"),
            entry("httplib", "http.client"),
            entry("markupbase", "_markupbase"),
            entry("repr", "reprlib"),
            entry("robotparser", "urllib.robotparser"),
            entry("test.test_support", "test.support"),
            entry("thread", "_thread"),
            entry("tkColorChooser", "tkinter.colorchooser"),
            entry("tkCommonDialog", "tkinter.commondialog"),
            entry("tkFileDialog", "tkinter.filedialog"),
            entry("tkFont", "tkinter.font"),
            entry("tkMessageBox", "tkinter.messagebox"),
            entry("tkSimpleDialog", "tkinter.simpledialog"),
            entry("ttk", "tkinter.ttk"),
            entry("urllib2", "urllib.request"),
            entry("urlparse", "urllib.parse"),
            entry("whichdb", "dbm"),
            entry("xmlrpclib", "xmlrpc.client"));

    private Python2Names() {}

    /// The full name Python 3 imports for this module and name.
    static String modern(String module, String name) {
        var whole = module + "." + name;
        var renamed = NAMES.get(whole);
        if (renamed != null) {
            return renamed;
        }
        return (module.equals("exceptions") ? "builtins" : MODULES.getOrDefault(module, module)) + "." + name;
    }
}
