package dev.assay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.assay.repo.Kind;
import dev.assay.server.http.Door;
import dev.assay.server.http.Listener;
import dev.assay.server.http.Route;
import dev.assay.xet.Parcel;
import dev.assay.xet.Parcel.Take;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A running hub with one repository of each kind, `curator/exhibit`, that holds files in every state.
final class Museum implements Closeable {

    private static final String NAME = "curator/exhibit";
    private static final Pattern UPLOAD = Pattern.compile("\"upload\"\\s*:\\s*\\{\\s*\"href\"\\s*:\\s*\"([^\"]+)\"");

    private static final Pattern LOOSE = Pattern.compile("/([0-9a-f]{2})/([0-9a-f]{38})$");

    /// Who asks.
    enum Caller {
        ANYBODY,
        READER,
        UPLOADER,
        UPLOADER_IN_A_BROWSER,
        ADMINISTRATOR
    }

    record Body(String type, String text) {}

    private final Exhibit cleared = Exhibit.text("cleared.txt", "clearedsmallzq7x", false);
    private final Exhibit clearedLarge = Exhibit.text("cleared-large.txt", "clearedlargezq7x", true);
    private final Exhibit later = Exhibit.text("later.txt", "latersmallzq7x", false);
    private final Exhibit laterLarge = Exhibit.text("later-large.txt", "laterlargezq7x", true);
    private final Exhibit card = Exhibit.card("cardwordzq7x");
    private final List<Exhibit> hostile = List.of(
            Exhibit.hostile("hostile.pkl", "hostilesmallzq7x", false),
            Exhibit.hostile("hostile-large.pkl", "hostilelargezq7x", true));
    private final List<Exhibit> unknown = List.of(
            Exhibit.unknown("unknown.pkl", "unknownsmallzq7x", false),
            Exhibit.unknown("unknown-large.pkl", "unknownlargezq7x", true));
    private final Exhibit throughXet = Exhibit.unknown("xet-large.pkl", "throughxetzq7x", true);
    private final List<Exhibit> waiting = List.of(
            Exhibit.text("waiting.txt", "waitingsmallzq7x", false),
            Exhibit.text("waiting-large.txt", "waitinglargezq7x", true));
    private final List<Exhibit> lawless = List.of(
            Exhibit.text("lawless.txt", "lawlesssmallzq7x", false),
            Exhibit.text("lawless-large.txt", "lawlesslargezq7x", true));
    private final Exhibit lawlessCard = Exhibit.card("lawlesscardzq7x");

    private final Path data;
    private final House house;
    private final Listener listener;
    private final HttpClient client = HttpClient.newHttpClient();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> links = ConcurrentHashMap.newKeySet();
    private final Parcel.Sent xorb = Parcel.xorb(List.of(throughXet.bytes()));
    private final Parcel.Claim xetFile = Parcel.file(Take.all(xorb));
    private String xetAddress = "";
    private String xetToken = "";

    private Museum(Path data, House house, Listener listener) {
        this.data = data;
        this.house = house;
        this.listener = listener;
    }

    static Museum open(Path folder) throws Exception {
        var seed = Files.writeString(folder.resolve("seed.yaml"), """
                users:
                  - name: curator
                    tokens: [{name: all, token: UPLOADER, role: write}]
                  - name: visitor
                    tokens: [{name: looking, token: READER, role: read}]
                  - name: director
                    admin: true
                    tokens: [{name: all, token: ADMINISTRATOR, role: write}]
                """);
        var data = folder.resolve("data");
        var settings = SettingsSource.read(
                Map.of("data", data.toString(), "port", "0", "inspectors", "1"), name -> null, Optional.empty());
        var house = House.open(settings);
        Seed.read(seed).apply(house.people(), seed);
        var listener = Listener.open("127.0.0.1", 0, new Door(house.routes(), house.traffic()));
        var museum = new Museum(data.toRealPath(), house, listener);
        for (var kind : Kind.values()) {
            museum.expect(
                    200,
                    museum.send(
                            "POST",
                            "/api/repos/create",
                            "application/json",
                            "{\"name\":\"exhibit\",\"type\":\"" + kind.word() + "\""
                                    + (kind == Kind.SPACE ? ",\"sdk\":\"static\"" : "") + "}"));
        }
        return museum;
    }

    List<Route> routes() {
        return house.routes();
    }

    Set<Exhibit> all() {
        var all = uncleared();
        all.add(cleared);
        all.add(clearedLarge);
        return all;
    }

    /// What nobody may see a word of while the policy is in force.
    Set<Exhibit> uncleared() {
        var all = new LinkedHashSet<Exhibit>();
        Stream.of(hostile, unknown, waiting, lawless, List.of(later, laterLarge, card, throughXet, lawlessCard))
                .forEach(all::addAll);
        return all;
    }

    // --- what happens to them

    void publish() throws Exception {
        for (var kind : Kind.values()) {
            for (var exhibit : List.of(cleared, clearedLarge, later, laterLarge, card)) {
                expect(200, commit(kind, exhibit));
            }
            for (var ref : List.of("branch/side", "tag/main")) {
                expect(200, send("POST", api(kind) + "/" + ref, "application/json", "{\"tag\":\"v1\"}"));
            }
            // While they are cleared, leave to fetch them is handed out.
            var batch = send("POST", lfs(kind) + "/objects/batch", "application/json", json());
            Pattern.compile("\"href\"\\s*:\\s*\"([^\"]+)\"")
                    .matcher(text(batch))
                    .results()
                    .forEach(it -> remember(it.group(1)));
        }
        if (links.isEmpty()) {
            throw new AssertionError("no leave to fetch a large file was handed out");
        }
    }

    void holdAndRefuse() throws Exception {
        for (var kind : Kind.values()) {
            for (var exhibit : hostile) {
                turned("Convicted", commit(kind, exhibit));
            }
            for (var exhibit : unknown) {
                turned("Held", commit(kind, exhibit));
            }
        }
        var grant = text(ask("GET", api(Kind.MODEL) + "/xet-write-token/main", Caller.UPLOADER, "", "", ""));
        xetAddress = URI.create(member(grant, "casUrl")).getPath();
        xetToken = member(grant, "accessToken");
        expect(200, post(xetAddress + "/v1/xorbs/default/" + xorb.hash(), xetToken, xorb.body()));
        expect(200, post(xetAddress + "/v1/shards", xetToken, Parcel.shard(xetFile)));
        turned("Held", commit(Kind.MODEL, "", lfsFile(throughXet)));
    }

    void convictWhatIsPublished() throws Exception {
        for (var exhibit : List.of(later, laterLarge, card)) {
            expect(
                    200,
                    post(
                            "/api/assay/blobs/" + exhibit.digest().hex() + "/decision",
                            Caller.ADMINISTRATOR.name(),
                            "{\"decision\":\"convict\",\"because\":\"seen in a report\"}".getBytes(UTF_8)));
        }
    }

    /// Uploads what no inspector looks at, and leaves the commits that wait for it in the air.
    void leaveWaiting() throws Exception {
        for (var exhibit : waiting) {
            background.execute(() -> commitUnheard(exhibit));
            var standing = "/api/assay/blobs/" + exhibit.digest().hex();
            while (!text(ask("GET", standing, Caller.ADMINISTRATOR, "", "", "")).contains("\"waiting\"")) {
                Thread.onSpinWait();
            }
        }
    }

    /// Whatever becomes of it: it may end with the hub.
    private void commitUnheard(Exhibit exhibit) {
        try {
            commit(Kind.MODEL, exhibit);
        } catch (Exception ended) {
            System.getLogger("museum").log(System.Logger.Level.DEBUG, "a waiting commit ended", ended);
        }
    }

    void removePolicy() throws IOException {
        Files.delete(policy());
    }

    private Path policy() {
        return data.resolve("policy.yaml");
    }

    void pushWithoutPolicy() throws Exception {
        for (var kind : Kind.values()) {
            for (var exhibit : lawless) {
                turned("Held", commit(kind, exhibit));
            }
            turned("Held", commit(kind, lawlessCard));
        }
    }

    void stopInspectors() throws Exception {
        signal("-STOP");
    }

    void letInspectorsGoOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String signal) throws Exception {
        var inspectors = ProcessHandle.current()
                .children()
                .filter(it -> it.info().commandLine().orElse("").contains(data.toString()))
                .toList();
        if (inspectors.isEmpty()) {
            throw new AssertionError("this hub has no inspectors");
        }
        for (var inspector : inspectors) {
            new ProcessBuilder("kill", signal, Long.toString(inspector.pid()))
                    .start()
                    .waitFor();
        }
    }

    // --- what could name them

    /// Values for the variables of patterns.
    interface Names {

        /// @throws AssertionError for a variable that is not known
        List<String> of(String variable, String pattern);
    }

    Names names(Kind kind) throws IOException {
        var ids = kind == Kind.MODEL && Files.exists(policy()) ? objectIds() : List.<String>of();
        return (variable, pattern) -> switch (variable) {
            case "namespace" -> List.of("curator");
            case "name" -> List.of("exhibit");
            case "revision" -> {
                if (pattern.endsWith("/commit/{revision}")) {
                    yield List.of("main", "refs%2Fpr%2F1");
                }
                var revisions = new ArrayList<>(List.of("main", "side", "v1", "refs%2Fheads%2Fmain"));
                numbers().forEach(it -> revisions.add("refs%2Fpr%2F" + it));
                if (pattern.contains("{*path}")) {
                    revisions.addAll(ids);
                }
                yield revisions;
            }
            case "path" ->
                Stream.concat(Stream.of(""), all().stream().map(Exhibit::path))
                        .distinct()
                        .toList();
            case "sha256" -> all().stream().map(it -> it.digest().hex()).toList();
            case "hash" ->
                Stream.concat(
                                Stream.of(xorb.hash(), xetFile.hash()),
                                all().stream().map(it -> it.digest().hex()))
                        .toList();
            case "prefix" -> List.of("default");
            case "epoch" -> List.of(xetAddress.split("/", -1)[2]);
            case "uploader" -> List.of(xetAddress.split("/", -1)[3]);
            case "number" -> numbers();
            case "part" -> List.of("1");
            case "branch" -> List.of("side", "leak");
            case "tag" -> List.of("v1", "leaked");
            default ->
                throw new AssertionError("the route " + pattern + " has the variable '" + variable
                        + "', which this test cannot fill in: teach it what may stand there");
        };
    }

    /// The revisions and paths that changes may have made.
    Names namesAfterChanges() {
        return (variable, pattern) -> switch (variable) {
            case "namespace" -> List.of("curator");
            case "name" -> List.of("exhibit");
            case "revision" -> List.of("main", "leak", "leaked");
            case "path" ->
                all().stream()
                        .flatMap(it -> Stream.of(it.path(), "copy/" + it.path(), "named/" + it.path()))
                        .toList();
            default -> throw new AssertionError(pattern);
        };
    }

    private static List<String> numbers() {
        return Stream.iterate(1, it -> it + 1)
                .limit(4)
                .map(it -> Integer.toString(it))
                .toList();
    }

    /// Bodies that name the exhibits in all ways a route may ask for.
    List<Body> bodies(String pattern, Kind kind) {
        if (!pattern.endsWith("/commit/{revision}")) {
            return List.of(
                    new Body("application/json", json()),
                    new Body(
                            "application/x-www-form-urlencoded",
                            "expand=true&"
                                    + all().stream()
                                            .map(it -> "paths=" + it.path())
                                            .collect(joining("&"))));
        }
        var bodies = new ArrayList<Body>();
        for (var exhibit : uncleared()) {
            if (!waiting.contains(exhibit)) {
                for (var revision : List.of("main", "refs/pr/1", "refs/pr/2", "refs/pr/3")) {
                    bodies.add(commitBody("{\"key\":\"copyFile\",\"value\":{\"path\":\"copy/" + exhibit.path()
                            + "\",\"srcPath\":\"" + exhibit.path() + "\",\"srcRevision\":\"" + revision + "\"}}"));
                }
                bodies.add(commitBody(lfsFile(exhibit).replace("\"path\":\"", "\"path\":\"named/")));
            }
        }
        return bodies;
    }

    private String json() {
        return "{\"operation\":\"download\",\"transfers\":[\"basic\"],\"expand\":true,\"overwrite\":true,"
                + "\"startingPoint\":\"refs/pr/1\",\"tag\":\"leaked\",\"title\":\"x\",\"description\":\"x\",\"objects\":["
                + all().stream()
                        .map(it -> "{\"oid\":\"" + it.digest().hex() + "\",\"size\":" + it.bytes().length + "}")
                        .collect(joining(","))
                + "],\"paths\":["
                + all().stream().map(it -> '"' + it.path() + '"').collect(joining(",")) + "]}";
    }

    List<String> queries(Kind kind) {
        return List.of(
                "?full=true&cardData=true&blobs=true&securityStatus=true&recursive=true&expand=false&download=true"
                        + "&repository=" + kind.plural() + "/" + NAME,
                "?expand=cardData&expand=tags&expand=siblings",
                "?expand=true&recursive=true");
    }

    void remember(String link) {
        links.add(link);
    }

    Set<String> links() {
        return Set.copyOf(links);
    }

    /// Every object that git holds, refused and held commits included.
    private List<String> objectIds() throws IOException {
        var ids = new ArrayList<String>();
        // Not Files.walk, which breaks off at a temporary file that git removes meanwhile.
        Files.walkFileTree(data.resolve("git"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
                var name = file.toString();
                var loose = LOOSE.matcher(name);
                if (loose.find()) {
                    ids.add(loose.group(1) + loose.group(2));
                } else if (name.endsWith(".idx")) {
                    ids.addAll(indexed(Files.readAllBytes(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                if (failed instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failed;
            }
        });
        return ids;
    }

    /// Ids in a pack's index, version 2: after a header of 8 bytes and 256 counters.
    private static List<String> indexed(byte[] index) {
        var bytes = java.nio.ByteBuffer.wrap(index);
        var count = bytes.getInt(8 + 255 * 4);
        var ids = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            ids.add(java.util.HexFormat.of().formatHex(index, 1032 + 20 * i, 1052 + 20 * i));
        }
        return ids;
    }

    // --- requests

    HttpResponse<byte[]> ask(String method, String path, Caller caller, String range, String type, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base() + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        switch (caller) {
            case ANYBODY -> {}
            case READER, UPLOADER, ADMINISTRATOR ->
                request.header(
                        "Authorization",
                        "Bearer " + (path.startsWith("/xet/") && caller == Caller.UPLOADER ? xetToken : caller.name()));
            case UPLOADER_IN_A_BROWSER -> request.header("Cookie", "assay_token=" + Caller.UPLOADER);
        }
        if (!range.isEmpty()) {
            request.header("Range", range);
        }
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> send(String method, String path, String type, String body) throws Exception {
        return ask(method, path, Caller.UPLOADER, "", type, body);
    }

    private HttpResponse<byte[]> post(String path, String token, byte[] body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(base() + path))
                        .header("Authorization", "Bearer " + token)
                        .POST(BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> commit(Kind kind, Exhibit exhibit) throws Exception {
        if (!exhibit.large()) {
            return commit(
                    kind,
                    "",
                    "{\"key\":\"file\",\"value\":{\"path\":\"%s\",\"encoding\":\"base64\",\"content\":\"%s\"}}"
                            .formatted(exhibit.path(), Base64.getEncoder().encodeToString(exhibit.bytes())));
        }
        var batch = text(send(
                "POST",
                lfs(kind) + "/objects/batch",
                "application/json",
                "{\"operation\":\"upload\",\"objects\":[{\"oid\":\"%s\",\"size\":%d}]}"
                        .formatted(exhibit.digest().hex(), exhibit.bytes().length)));
        var upload = UPLOAD.matcher(batch);
        if (upload.find()) {
            expect(
                    200,
                    client.send(
                            HttpRequest.newBuilder(URI.create(upload.group(1)))
                                    .PUT(BodyPublishers.ofByteArray(exhibit.bytes()))
                                    .build(),
                            BodyHandlers.ofByteArray()));
        }
        return commit(kind, "", lfsFile(exhibit));
    }

    private HttpResponse<byte[]> commit(Kind kind, String query, String line) throws Exception {
        var body = commitBody(line);
        return send("POST", api(kind) + "/commit/main" + query, body.type(), body.text());
    }

    private static Body commitBody(String line) {
        return new Body(
                "application/x-ndjson",
                "{\"key\":\"header\",\"value\":{\"summary\":\"x\",\"description\":\"\"}}\n" + line + "\n");
    }

    private static String lfsFile(Exhibit exhibit) {
        return "{\"key\":\"lfsFile\",\"value\":{\"path\":\"%s\",\"algo\":\"sha256\",\"oid\":\"%s\",\"size\":%d}}"
                .formatted(exhibit.path(), exhibit.digest().hex(), exhibit.bytes().length);
    }

    private static String api(Kind kind) {
        return "/api/" + kind.plural() + "/" + NAME;
    }

    private static String lfs(Kind kind) {
        return "/" + kind.prefix() + NAME + ".git/info/lfs";
    }

    private String base() {
        return "http://127.0.0.1:" + listener.port();
    }

    private HttpResponse<byte[]> expect(int status, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.uri() + " answered " + answer.statusCode() + ": " + text(answer));
        }
        return answer;
    }

    private void turned(String code, HttpResponse<byte[]> answer) {
        expect(400, answer);
        if (!answer.headers().firstValue("X-Error-Code").orElse("").equals(code)) {
            throw new AssertionError(code + " was expected: " + text(answer));
        }
    }

    private static String member(String json, String name) {
        return Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]+)\"")
                .matcher(json)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError(json))
                .group(1);
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        try {
            signal("-CONT");
        } catch (Exception | AssertionError ended) {
            System.getLogger("museum").log(System.Logger.Level.DEBUG, "no inspectors are left", ended);
        }
        listener.close();
        house.close();
        background.close();
        client.close();
    }
}
