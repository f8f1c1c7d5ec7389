package dev.assay.server.xet;

import dev.assay.gate.Gate;
import dev.assay.gate.GateHouse;
import dev.assay.gate.GateSettings;
import dev.assay.ledger.Ledger;
import dev.assay.repo.Kind;
import dev.assay.repo.Repositories;
import dev.assay.repo.Repository;
import dev.assay.repo.RepositoryHouse;
import dev.assay.repo.RepositoryName;
import dev.assay.repo.people.Caller;
import dev.assay.repo.people.People;
import dev.assay.server.http.Callers;
import dev.assay.server.http.Door;
import dev.assay.server.http.Links;
import dev.assay.server.http.Listener;
import dev.assay.server.http.Reserve;
import dev.assay.server.http.Traffic;
import dev.assay.store.Database;
import dev.assay.xet.Parcel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A hub that receives uploads through Xet: real gate, repositories, database and HTTP, in a folder of its own.
final class XetHouse implements Closeable {

    static final long LARGEST = 1_000_000_000;

    private static final JsonMapper JSON = JsonMapper.shared();

    final Gate gate;
    final Repositories repositories;

    private final People people;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Listener listener;
    private final Deque<Closeable> open = new ArrayDeque<>();

    XetHouse(Path data) throws IOException {
        var database = opened(Database.sqlite(data.resolve("assay.db")));
        var ledger = opened(Ledger.open(data.resolve("ledger"), "hub.example"));
        var gateHouse = opened(GateHouse.open(GateSettings.in(data).withInspectors(1), database, ledger));
        gate = gateHouse.gate();
        var house = opened(RepositoryHouse.open(data.resolve("git"), database, gate, gateHouse.vault(), ledger));
        people = house.people();
        repositories = house.repositories();
        var traffic = new Traffic(new SimpleMeterRegistry());
        var xet = opened(Xet.open(
                data.resolve("xet"),
                new byte[32],
                LARGEST,
                new Reserve(data, 0),
                database,
                gate,
                repositories,
                people,
                new Callers(people),
                new Links(Optional.empty()),
                traffic));
        listener = opened(Listener.open("127.0.0.1", 0, new Door(xet.routes(), traffic)));
    }

    private <T extends Closeable> T opened(T part) {
        open.push(part);
        return part;
    }

    Person person(String name) {
        var account = people.user(name, name, "", false);
        people.token(account, "test", "hf_" + name, true);
        return new Person(this, "hf_" + name, people.authenticate("hf_" + name).orElseThrow());
    }

    HttpResponse<String> send(String method, String address, String token, byte[] body) {
        try {
            var request = HttpRequest.newBuilder(URI.create(address))
                    .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
            return client.send(
                    (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    /// Somebody with a token for writing.
    record Person(XetHouse house, String token, Caller caller) {

        Repository repository(String name, boolean hidden) {
            var account = caller.account().orElseThrow();
            return house.repositories.create(
                    caller, Kind.MODEL, new RepositoryName(account.name(), name), Optional.of(hidden), "");
        }

        HttpResponse<String> asks(Repository repository, String what) {
            return house.send(
                    "GET",
                    "http://127.0.0.1:" + house.listener.port() + "/api/models/" + repository.name() + "/" + what,
                    token,
                    new byte[0]);
        }

        Upload uploads(Repository repository) {
            var answer = JSON.readTree(asks(repository, "xet-write-token/main").body());
            return new Upload(
                    house,
                    answer.get("casUrl").stringValue(),
                    answer.get("accessToken").stringValue());
        }

        boolean mayName(Repository repository, Parcel.Claim file) {
            return house.repositories.mayName(caller, repository, new dev.assay.inspect.Digest(file.sha256()));
        }
    }

    /// An upload under way.
    record Upload(XetHouse house, String address, String token) {

        HttpResponse<String> posts(String path, byte[] body) {
            return house.send("POST", address + path, token, body);
        }

        HttpResponse<String> xorb(Parcel.Sent xorb) {
            return posts("/v1/xorbs/default/" + xorb.hash(), xorb.body());
        }

        /// The last line of the answer.
        JsonNode shard(byte[] shard) {
            var lines = posts("/v2/shards", shard).body().strip().split("\n", -1);
            return JSON.readTree(lines[lines.length - 1]);
        }

        JsonNode shard(Parcel.Claim... files) {
            return shard(Parcel.shard(files));
        }
    }
}
