package dev.assay.inspect.format.text.secrets;

import static dev.assay.inspect.Reports.inspection;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/// Tokens are made here by chance, in the form their issuers give them; none was ever issued.
@DisplayNameGeneration(ReplaceUnderscores.class)
class SecretsSpec {

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String LETTERS = DIGITS.substring(10);
    private static final String SMALL = DIGITS.substring(36);

    private final Random random = new Random(7);

    @Test
    void a_token_with_a_checksum_counts_if_it_is_right() {
        var token = "ghp" + "_" + checksummed();

        assertThat(report("token: " + token + "\n"))
                .isEqualTo("it@0x7 carries a secret: a GitHub token, gh… (40 letters)\n");
        assertThat(report("npm" + "_" + checksummed())).contains("a secret: an npm token");
        assertThat(report("x = ghp" + "_" + any(DIGITS, 36))).isEmpty();
    }

    @Test
    void tokens_are_known_by_their_form() {
        var macaroon = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("\2\1\14pypi.example" + any(LETTERS, 60)).getBytes(ISO_8859_1));
        for (var token : new String[] {
            "hf" + "_" + any(LETTERS, 34),
            "AKIA" + any("234567ABCDEFGHIJKLMNOPQRSTUVWXYZ", 16),
            "AIza" + any(DIGITS, 35),
            "xoxb-173920485021-918273645012-" + any(DIGITS, 24),
            "glpat-" + any(DIGITS, 20),
            "sk_live_" + any(DIGITS, 24),
            "sk-ant-api03-" + any(DIGITS, 95),
            "sk-proj-" + any(DIGITS, 40) + "T3BlbkFJ" + any(DIGITS, 40),
            "SG." + any(DIGITS, 22) + "." + any(DIGITS, 43),
            "pypi-" + macaroon,
            "https://hooks.slack.com/services/T" + any("123456789ABCDEF", 10) + "/B" + any("123456789ABCDEF", 10) + "/"
                    + any(DIGITS, 24),
            "DefaultEndpointsProtocol=https;AccountKey=" + any(DIGITS, 86) + "==",
            web("{\"alg\":\"HS256\"}", "{\"role\":\"service\",\"iat\":1}")
        }) {
            assertThat(report("a " + token + " b"))
                    .as(token)
                    .contains("carries a secret: ")
                    .doesNotContain(token);
            assertThat(report("{\"a\": \"" + token + "\"}")).as(token).contains("carries a secret: ");
        }
    }

    @Test
    void a_private_key_is_one_on_one_line_or_on_many() {
        var body = any(DIGITS, 64);
        for (var kind : new String[] {"RSA ", "EC ", "OPENSSH ", "", "ENCRYPTED ", "DSA "}) {
            assertThat(report("-----BEGIN " + kind + "PRIVATE KEY-----\n" + body + "\n"))
                    .isEqualTo("it carries a secret: a private key\n");
        }
        assertThat(report("{\"type\": \"service_account\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n" + body
                        + "\\n\"}"))
                .contains("carries a secret: a private key");
        assertThat(report("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES,00\n\n" + body))
                .contains("carries a secret: a private key");
    }

    @Test
    void a_key_that_says_so_is_believed_where_the_value_is_chance() {
        var value = any(DIGITS, 32) + "aA11";
        for (var text : new String[] {
            "API_KEY=" + value + "\n",
            "export WANDB_API_KEY='" + value + "'\n",
            "{\"client_secret\": \"" + value + "\"}",
            "aws_secret_access_key = " + value + "\n",
            "machine example.org login me password " + value + "\n",
            "DATABASE=postgres://me:" + value + "@db.example.org/x\n"
        }) {
            assertThat(report(text)).as(text).contains("carries a secret: ").doesNotContain(value);
        }
    }

    @Test
    void examples_and_what_only_looks_like_chance_are_no_secrets() {
        for (var text : new String[] {
            "AKIA" + "IOSFODNN7EXAMPLE",
            "hf" + "_" + "x".repeat(34),
            "hf_" + "your".repeat(9),
            "sk-" + "1".repeat(48),
            "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
            "-----BEGIN PUBLIC KEY-----\n" + any(DIGITS, 64),
            "{\"bos_token\": \"<|begin_of_text|>\", \"pad_token\": \"<|reserved_special_token_248|>\"}",
            "api_key=os.environ[\"OPENAI_API_KEY\"]\ntoken = tokenizer.convert_tokens_to_ids(x)\n",
            "{\"sha256\": \"" + any("0123456789abcdef", 64) + "\", \"_commit_hash\": \"" + any("0123456789abcdef", 40)
                    + "\"}",
            "![x](data:image/png;base64," + any(DIGITS, 4000) + ")",
            "Ghp_ " + any(DIGITS, 300),
            any(DIGITS, 5000),
            web("{\"alg\":\"HS256\"}", "{\"sub\":\"1234567890\",\"name\":\"John Doe\"}"),
            "postgres://user:password@localhost/db\nhttp://${USER}:${PASSWORD}@host/\n"
        }) {
            assertThat(report(text)).as(text).doesNotContain("secret");
        }
    }

    @Test
    void white_space_without_end_costs_no_stack() {
        assertThat(report("-----BEGIN PRIVATE KEY-----" + "\n ".repeat(100_000)))
                .isEmpty();
    }

    private String any(String alphabet, int length) {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private String checksummed() {
        var body = any(DIGITS, 30);
        var crc = new CRC32();
        crc.update(body.getBytes(ISO_8859_1));
        var sum = new StringBuilder();
        for (var rest = crc.getValue(); sum.length() < 6; rest /= 62) {
            sum.append(DIGITS.charAt((int) (rest % 62)));
        }
        return body + sum.reverse();
    }

    private String web(String header, String claims) {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        return encoder.encodeToString(header.getBytes(UTF_8)) + "." + encoder.encodeToString(claims.getBytes(UTF_8))
                + "." + any(DIGITS + SMALL, 43);
    }

    private static String report(String text) {
        return inspection(text.getBytes(UTF_8)).report("it");
    }
}
