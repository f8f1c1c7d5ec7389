package dev.assay.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.repo.Kind;
import dev.assay.server.http.Route;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpMethod;

/// Asks every registered route, as everybody, about blobs in every state, and by everything that could name one.
///
/// The routes are walked, not listed: one that is added later is asked as well, or fails this test if its pattern holds
/// a variable that nobody here can fill in.
@DisplayNameGeneration(ReplaceUnderscores.class)
class EveryRouteSpec {

    private static final Logger ACCESS = Logger.getLogger("dev.assay.access");
    private static final Pattern VARIABLE = Pattern.compile("\\{\\*?([a-z0-9_]+)}");
    private static final Pattern HREF = Pattern.compile("\"href\"\\s*:\\s*\"([^\"]+)\"");
    private static final int AT_A_TIME = 8;

    @TempDir
    static Path folder;

    private static Museum museum;

    /// Exhibits that were seen, and the patterns of the routes that showed them.
    private final Set<String> shown = ConcurrentHashMap.newKeySet();

    private final ConcurrentLinkedQueue<String> leaks = new ConcurrentLinkedQueue<>();
    private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void open() throws Exception {
        ACCESS.setLevel(Level.WARNING);
        museum = Museum.open(folder);
    }

    @AfterAll
    static void close() throws Exception {
        ACCESS.setLevel(null);
        if (museum != null) {
            museum.close();
        }
    }

    @Test
    void no_route_tells_anybody_a_word_of_what_is_not_cleared() throws Exception {
        museum.publish();
        museum.holdAndRefuse();
        museum.convictWhatIsPublished();
        museum.stopInspectors();
        museum.leaveWaiting();
        everything(museum.uncleared());

        // Else the questions would be wrong, and the answers prove nothing.
        assertThat(unanswered).as("routes that were never reached").isEmpty();
        for (var route : List.of("resolve/{revision}/{*path}", "raw/{revision}/{*path}", "info/lfs/objects/{sha256}")) {
            assertThat(shown).as("what is cleared").anyMatch(it -> it.endsWith(route));
        }

        museum.letInspectorsGoOn();
        museum.removePolicy();
        museum.pushWithoutPolicy();
        everything(museum.all());

        assertThat(leaks).isEmpty();
    }

    private void everything(Set<Exhibit> secret) throws Exception {
        var routes = museum.routes();
        var reading = new ArrayList<Asking>();
        var changing = new ArrayList<Asking>();
        for (var route : routes) {
            var reads = route.method().equals(HttpMethod.GET) || route.method().equals(HttpMethod.HEAD);
            for (var kind : kinds(route)) {
                (reads ? reading : changing).addAll(askings(route, kind, museum.names(kind)));
            }
        }
        for (var link : museum.links()) {
            reading.add(new Asking("GET", link, Museum.Caller.ANYBODY, "", "", "", "handed out before"));
        }
        ask(reading, secret);
        ask(changing, secret);
        // What the changes may have brought about.
        var after = new ArrayList<Asking>();
        for (var route : routes) {
            if (route.method().equals(HttpMethod.GET) && route.pattern().contains("{*path}")) {
                for (var kind : kinds(route)) {
                    after.addAll(askings(route, kind, museum.namesAfterChanges()));
                }
            }
        }
        for (var link : museum.links()) {
            after.add(new Asking("GET", link, Museum.Caller.ANYBODY, "", "", "", "info/lfs/objects/{sha256}"));
        }
        ask(after, secret);
        System.out.println("EveryRouteSpec: " + routes.size() + " routes, "
                + (reading.size() + changing.size() + after.size()) + " requests");
    }

    /// One request.
    private record Asking(
            String method, String path, Museum.Caller caller, String range, String type, String body, String pattern) {

        @Override
        public String toString() {
            return method + " " + path + " as " + caller + (range.isEmpty() ? "" : " with Range: " + range)
                    + (body.isEmpty() ? "" : " with " + body) + ", for " + pattern;
        }
    }

    private static List<Kind> kinds(Route route) {
        for (var kind : List.of(Kind.DATASET, Kind.SPACE)) {
            if (route.pattern().startsWith("/" + kind.plural())
                    || route.pattern().startsWith("/api/" + kind.plural())) {
                return List.of(kind);
            }
        }
        return List.of(Kind.MODEL);
    }

    private static List<Asking> askings(Route route, Kind kind, Museum.Names names) {
        var askings = new ArrayList<Asking>();
        var method = route.method().name();
        var reads = route.method().equals(HttpMethod.GET) || route.method().equals(HttpMethod.HEAD);
        for (var path : filled(route.pattern(), names)) {
            for (var caller : Museum.Caller.values()) {
                var byObject = path.matches(".*/[0-9a-f]{40}(/.*)?");
                // Object ids are many; whoever pushed them is who might know them. No API reads cookies.
                if (byObject && caller != Museum.Caller.UPLOADER
                        || path.startsWith("/api/") && caller == Museum.Caller.UPLOADER_IN_A_BROWSER) {
                    continue;
                }
                if (!reads) {
                    for (var body : museum.bodies(route.pattern(), kind)) {
                        askings.add(new Asking(method, path, caller, "", body.type(), body.text(), route.pattern()));
                    }
                    continue;
                }
                askings.add(new Asking(method, path, caller, "", "", "", route.pattern()));
                if (caller == Museum.Caller.UPLOADER
                        && route.method().equals(HttpMethod.GET)
                        && !byObject
                        && !path.matches(".*/(side|v1|refs%2F.*|leak|leaked)/.*")) {
                    if (path.matches(".*\\.(txt|pkl|md)") || route.pattern().contains("{sha256}")) {
                        askings.add(new Asking(method, path, caller, "bytes=8-", "", "", route.pattern()));
                        askings.add(new Asking(method, path, caller, "bytes=0-3,12-400", "", "", route.pattern()));
                        askings.add(new Asking(method, path, caller, "bytes=-300", "", "", route.pattern()));
                    }
                    for (var query : museum.queries(kind)) {
                        askings.add(new Asking(method, path + query, caller, "", "", "", route.pattern()));
                    }
                }
            }
        }
        return askings;
    }

    /// The pattern with every value of every variable.
    private static Set<String> filled(String pattern, Museum.Names names) {
        var variable = VARIABLE.matcher(pattern);
        if (!variable.find()) {
            assertThat(pattern).as("a pattern whose variables are understood").doesNotContain("{", "*");
            return Set.of(pattern);
        }
        var filled = new LinkedHashSet<String>();
        for (var value : names.of(variable.group(1), pattern)) {
            filled.addAll(
                    filled(pattern.substring(0, variable.start()) + value + pattern.substring(variable.end()), names));
        }
        return filled;
    }

    private void ask(List<Asking> askings, Set<Exhibit> secret) throws InterruptedException {
        var turn = new Semaphore(AT_A_TIME);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var asking : askings) {
                turn.acquire();
                threads.execute(() -> {
                    try {
                        look(asking, secret);
                    } catch (IOException failed) {
                        leaks.add("no answer to " + asking + ": " + failed);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    } finally {
                        turn.release();
                    }
                });
            }
        }
    }

    private void look(Asking asking, Set<Exhibit> secret) throws IOException, InterruptedException {
        var answer = museum.ask(
                asking.method(), asking.path(), asking.caller(), asking.range(), asking.type(), asking.body());
        var head = answer.headers().map().entrySet().stream()
                .map(it -> it.getKey() + ": " + it.getValue())
                .collect(joining("\n"));
        for (var exhibit : museum.all()) {
            if (exhibit.in(answer.body()) || exhibit.in(head.getBytes(UTF_8))) {
                if (secret.contains(exhibit)) {
                    leaks.add(exhibit.path() + " (" + exhibit.word() + ") is told by " + asking);
                } else {
                    shown.add(asking.pattern());
                }
            }
        }
        if (asking.pattern().endsWith("/objects/batch")) {
            links(answer).forEach(museum::remember);
        }
        if (new String(answer.body(), UTF_8).contains("no such address") || answer.statusCode() == 405) {
            unanswered.add(asking.toString());
        }
    }

    private static List<String> links(HttpResponse<byte[]> answer) {
        return HREF.matcher(new String(answer.body(), UTF_8))
                .results()
                .map(it -> it.group(1))
                .toList();
    }
}
