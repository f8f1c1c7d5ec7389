package dev.assay.server.xet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import dev.assay.repo.Repository;
import dev.assay.xet.Parcel;
import dev.assay.xet.Parcel.Take;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class XetSpec {

    @TempDir
    private static Path data;

    private static XetHouse house;
    private static XetHouse.Person ann;
    private static XetHouse.Person bob;
    private static Repository annsModel;

    private static int made;

    /// Bytes that no other test has sent.
    private final byte[] content = Parcel.pseudorandom(400_000 + 1000 * ++made);

    private final Parcel.Sent xorb = Parcel.xorb(Parcel.cut(content, 131072, 65536));
    private final Parcel.Claim file = Parcel.file(Take.all(xorb));

    @BeforeAll
    static void open() throws IOException {
        house = new XetHouse(data);
        ann = house.person("ann");
        bob = house.person("bob");
        annsModel = ann.repository("model", false);
    }

    @AfterAll
    static void close() throws IOException {
        house.close();
    }

    @Test
    void a_token_is_given_in_the_body_and_in_headers() {
        var answer = ann.asks(annsModel, "xet-write-token/main");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains(
                        "\"casUrl\":\""
                                + answer.headers().firstValue("X-Xet-Cas-Url").orElseThrow() + "\"",
                        "\"accessToken\":\""
                                + answer.headers()
                                        .firstValue("X-Xet-Access-Token")
                                        .orElseThrow() + "\"",
                        "\"exp\":"
                                + answer.headers()
                                        .firstValue("X-Xet-Token-Expiration")
                                        .orElseThrow());
    }

    @Test
    void a_token_is_given_for_any_revision_and_for_a_proposal_to_whoever_can_see_the_repository() {
        assertThat(ann.asks(annsModel, "xet-write-token/None").statusCode()).isEqualTo(200);
        assertThat(bob.asks(annsModel, "xet-write-token/main?create_pr=1").statusCode())
                .isEqualTo(200);
        assertThat(bob.asks(annsModel, "xet-write-token/refs%2Fpr%2F3").statusCode())
                .isEqualTo(200);
    }

    @Test
    void no_token_is_given_to_who_may_not_write_or_not_even_see() {
        var secret = ann.repository("secret", true);

        assertThat(bob.asks(annsModel, "xet-write-token/main").statusCode()).isEqualTo(403);
        assertThat(bob.asks(secret, "xet-write-token/main?create_pr=1").statusCode())
                .isEqualTo(404);
        assertThat(new XetHouse.Person(house, "", ann.caller())
                        .asks(annsModel, "xet-write-token/main")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_file_arrives_and_a_commit_may_name_it() {
        var upload = ann.uploads(annsModel);

        assertThat(upload.xorb(xorb).body()).isEqualTo("{\"was_inserted\":true}");
        assertThat(ann.mayName(annsModel, file)).isFalse();
        assertThat(upload.shard(file).get("type").stringValue()).isEqualTo("result");

        assertThat(ann.mayName(annsModel, file)).isTrue();
        assertThat(house.gate.size(new Digest(file.sha256()))).contains((long) content.length);
    }

    @Test
    void older_clients_hear_nothing_until_it_is_done() {
        var upload = ann.uploads(annsModel);
        upload.xorb(xorb);

        var answer = upload.posts("/v1/shards", Parcel.shard(file));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"result\":1}");
        assertThat(ann.mayName(annsModel, file)).isTrue();
    }

    @Test
    void many_files_may_come_in_one_shard_and_share_their_chunks() {
        var upload = ann.uploads(annsModel);
        upload.xorb(xorb);
        var part = Parcel.file(new Take(xorb, 1, 3));
        var twice = Parcel.file(Take.all(xorb), Take.all(xorb));
        var empty = Parcel.file().withSha256("0".repeat(64));

        assertThat(upload.shard(file, part, twice, empty).get("type").stringValue())
                .isEqualTo("result");

        assertThat(ann.mayName(annsModel, part)).isTrue();
        assertThat(ann.mayName(annsModel, twice)).isTrue();
        assertThat(ann.mayName(annsModel, Parcel.file())).isTrue();
    }

    @Test
    void what_was_sent_for_one_repository_may_be_named_there_only() {
        var other = ann.repository("other" + made, false);
        var upload = ann.uploads(annsModel);
        upload.xorb(xorb);
        upload.shard(file);

        assertThat(ann.mayName(other, file)).isFalse();

        assertThat(ann.uploads(other).shard(file).get("type").stringValue())
                .as("the xorbs need not be sent again")
                .isEqualTo("result");
        assertThat(ann.mayName(other, file)).isTrue();
    }

    @Test
    void a_lie_about_a_sha256_is_refused_and_no_file_of_its_shard_may_be_named() {
        var upload = ann.uploads(annsModel);
        upload.xorb(xorb);
        var lie = Parcel.file(new Take(xorb, 0, 1)).withSha256(Parcel.sha256(new byte[made]));

        var answer = upload.shard(file, lie);

        assertThat(answer.get("type").stringValue()).isEqualTo("error");
        assertThat(answer.get("retryable").booleanValue()).isFalse();
        assertThat(answer.get("message").stringValue())
                .contains("announced with the SHA-256 " + lie.sha256())
                .contains("its bytes have " + Parcel.file(new Take(xorb, 0, 1)).sha256());
        assertThat(ann.mayName(annsModel, file)).isFalse();
        assertThat(ann.mayName(annsModel, lie)).isFalse();
        assertThat(upload.posts("/v1/shards", Parcel.shard(lie)).statusCode()).isEqualTo(400);
    }

    @Test
    void bytes_that_others_hold_cannot_be_had_by_naming_their_sha256() {
        var secret = ann.repository("hidden" + made, true);
        var upload = ann.uploads(secret);
        upload.xorb(xorb);
        upload.shard(file);
        var own = bob.repository("own" + made, false);
        var bobs = bob.uploads(own);
        var something = Parcel.xorb(Parcel.cut(Parcel.pseudorandom(10 + made), 1000));
        bobs.xorb(something);

        assertThat(bobs.shard(Parcel.file(Take.all(something)).withSha256(file.sha256()))
                        .get("type")
                        .stringValue())
                .isEqualTo("error");
        assertThat(bob.mayName(own, file)).isFalse();
    }

    @Test
    void a_file_cannot_be_made_of_what_another_account_sent() {
        ann.uploads(annsModel).xorb(xorb);
        var own = bob.repository("theirs" + made, false);
        var upload = bob.uploads(own);

        var answer = upload.shard(file);

        assertThat(answer.get("message").stringValue()).contains("sent before, by the same account", "rm -r");
        assertThat(answer.get("retryable").booleanValue()).isFalse();
        assertThat(upload.posts("/v1/xorb-grants/default/" + xorb.hash(), new byte[0])
                        .statusCode())
                .isEqualTo(404);
        assertThat(upload.xorb(xorb).body()).as("as if nobody had it").isEqualTo("{\"was_inserted\":true}");
        assertThat(bob.mayName(own, file)).isFalse();
    }

    @Test
    void a_xorb_that_is_here_need_not_be_sent_again() {
        var upload = ann.uploads(annsModel);
        var grant = "/v1/xorb-grants/default/" + xorb.hash();

        assertThat(upload.posts(grant, new byte[0]).statusCode()).isEqualTo(404);
        upload.xorb(xorb);

        assertThat(upload.posts(grant, new byte[0]).statusCode()).isEqualTo(200);
        assertThat(upload.xorb(xorb).body()).isEqualTo("{\"was_inserted\":false}");
    }

    @Test
    void a_xorb_that_is_not_what_its_address_says_is_refused() {
        var upload = ann.uploads(annsModel);
        var other = Parcel.xorb(Parcel.cut(new byte[made], 1000));

        var lie = upload.posts("/v1/xorbs/default/" + other.hash(), xorb.body());
        assertThat(lie.statusCode()).isEqualTo(400);
        assertThat(lie.body()).contains("but it is " + xorb.hash());

        var cut = upload.posts("/v1/xorbs/default/" + xorb.hash(), Arrays.copyOf(xorb.body(), 200_000));
        assertThat(cut.statusCode()).isEqualTo(400);
        assertThat(upload.posts("/v1/xorbs/default/x", xorb.body()).statusCode())
                .isEqualTo(400);
        assertThat(upload.shard(file).get("type").stringValue()).isEqualTo("error");
    }

    @Test
    void a_shard_that_declares_more_than_it_holds_or_more_than_the_hub_takes_is_refused_at_once() {
        var upload = ann.uploads(annsModel);
        var flood = new Parcel.Records()
                .header(2, 0)
                .file(file.hash(), 0xC0000000, -1)
                .bookend()
                .bookend();
        assertThat(upload.posts("/v2/shards", flood.done()).statusCode()).isEqualTo(400);

        upload.xorb(xorb);
        var times = new Take[(int) (XetHouse.LARGEST / content.length) + 1];
        Arrays.fill(times, Take.all(xorb));
        var huge = new Parcel.Records().header(2, 0).file(file.hash(), 0xC0000000, times.length);
        for (var i = 0; i < times.length; i++) {
            huge.record(xorb.hash(), 0, content.length, 0, xorb.chunks().size());
        }
        for (var i = 0; i < times.length; i++) {
            huge.record(file.hash(), 0, 0, 0, 0);
        }
        huge.record(file.sha256(), 0, 0, 0, 0).bookend().bookend();

        assertThat(upload.shard(huge.done()).get("message").stringValue()).contains("larger than this hub takes");
    }

    @Test
    void a_token_that_was_changed_or_belongs_to_another_address_opens_nothing() {
        var upload = ann.uploads(annsModel);
        var bobs = bob.uploads(bob.repository("b" + made, false));
        var forged = new XetHouse.Upload(house, upload.address(), upload.token() + "0");
        var borrowed = new XetHouse.Upload(house, upload.address(), bobs.token());
        var hub = new XetHouse.Upload(house, upload.address(), ann.token());
        var nobody = new XetHouse.Upload(house, upload.address(), "");

        for (var it : new XetHouse.Upload[] {forged, borrowed, hub, nobody}) {
            assertThat(it.xorb(xorb).statusCode()).isEqualTo(401);
            assertThat(it.posts("/v1/shards", Parcel.shard(file)).statusCode()).isEqualTo(401);
            assertThat(it.posts("/v2/shards", Parcel.shard(file)).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void an_address_of_another_day_or_store_takes_nothing() {
        var upload = ann.uploads(annsModel);
        var elsewhere = new XetHouse.Upload(
                house, upload.address().replaceFirst("/xet/[0-9]{8}", "/xet/20200101"), upload.token());

        assertThat(elsewhere.xorb(xorb).statusCode()).isEqualTo(410);
    }

    @Test
    void nothing_is_read_here() {
        var upload = ann.uploads(annsModel);
        upload.xorb(xorb);
        upload.shard(file);

        for (var path : new String[] {
            "/v1/reconstructions/" + file.hash(),
            "/v2/reconstructions/" + file.hash(),
            "/v1/chunks/default/" + xorb.hash(),
            "/v1/xorbs/default/" + xorb.hash()
        }) {
            var answer = house.send("GET", upload.address() + path, upload.token(), new byte[0]);
            assertThat(answer.statusCode()).as(path).isBetween(404, 405);
            assertThat(answer.body()).as(path).doesNotContain("url");
        }
        assertThat(ann.asks(annsModel, "xet-read-token/main").statusCode()).isEqualTo(404);
    }

    @Test
    void a_client_may_tell_how_it_went() {
        assertThat(ann.uploads(annsModel)
                        .posts("/v1/telemetry", new byte[] {'{', '}'})
                        .statusCode())
                .isEqualTo(200);
    }
}
