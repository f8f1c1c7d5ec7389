package dev.assay.inspect.format.text.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/// The forms of tokens: what they begin with, how they go on, and how one is told from a mere example.
enum Form {
    GITHUB("gh", "a GitHub token", "gh[pousr]_[0-9A-Za-z]{36}", Proof.CHECKSUM),
    GITHUB_FINE("github_pat_", "a GitHub token", "github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}", Proof.CHANCE),
    GITLAB("glpat-", "a GitLab token", "glpat-[0-9A-Za-z_-]{20}", Proof.CHANCE),
    NPM("npm_", "an npm token", "npm_[0-9A-Za-z]{36}", Proof.CHECKSUM),
    PYPI("pypi-AgE", "a PyPI token", "pypi-AgE[0-9A-Za-z_-]{50,300}", Proof.MACAROON),
    HUB("hf_", "a Hugging Face token", "hf_[A-Za-z]{34}", Proof.CHANCE),
    HUB_ORG("api_org_", "a Hugging Face token", "api_org_[A-Za-z]{34}", Proof.CHANCE),
    GOOGLE_KEY("AIza", "a Google API key", "AIza[0-9A-Za-z_-]{35}", Proof.CHANCE),
    AWS_KEY("AKIA", "an AWS access key", "AKIA[2-7A-Z]{16}", Proof.CHANCE),
    AWS_SESSION("ASIA", "an AWS access key", "ASIA[2-7A-Z]{16}", Proof.CHANCE),
    SLACK("xox", "a Slack token", "xox[abeoprs]-(?:\\d{9,14}-)+[0-9A-Za-z-]{16,80}", Proof.CHANCE),
    SLACK_APP("xapp-", "a Slack token", "xapp-\\d-[0-9A-Z]+-\\d+-[0-9a-f]{64}", Proof.CHANCE),
    SLACK_HOOK(
            "hooks.slack.com/services/T",
            "the address of a Slack webhook",
            "hooks\\.slack\\.com/services/T[0-9A-Z]{8,12}/B[0-9A-Z]{8,12}/[0-9A-Za-z]{24}",
            Proof.CHANCE),
    DISCORD_HOOK(
            "discord.com/api/webhooks/",
            "the address of a Discord webhook",
            "discord\\.com/api/webhooks/\\d{17,20}/[0-9A-Za-z_-]{60,80}",
            Proof.CHANCE),
    STRIPE("sk_live_", "a Stripe key", "sk_live_[0-9A-Za-z]{24,99}", Proof.CHANCE),
    STRIPE_LIMITED("rk_live_", "a Stripe key", "rk_live_[0-9A-Za-z]{24,99}", Proof.CHANCE),
    ANTHROPIC("sk-ant-", "an Anthropic key", "sk-ant-(?:api|admin)\\d\\d-[0-9A-Za-z_-]{80,120}", Proof.CHANCE),
    OPENAI(
            "sk-",
            "an OpenAI key",
            "sk-(?:proj-|svcacct-|admin-|None-)?[0-9A-Za-z_-]{16,90}T3BlbkFJ[0-9A-Za-z_-]{16,90}",
            Proof.CHANCE),
    SENDGRID("SG.", "a SendGrid key", "SG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}", Proof.CHANCE),
    AZURE_STORAGE("AccountKey=", "the key of an Azure storage account", "AccountKey=[0-9A-Za-z+/]{86}==", Proof.CHANCE),
    JWT(
            "eyJ",
            "a signed web token",
            "eyJ[0-9A-Za-z_-]{12,400}\\.eyJ[0-9A-Za-z_-]{12,4000}\\.[0-9A-Za-z_-]{40,700}",
            Proof.SIGNED);

    /// By what a token is told from an example.
    private enum Proof {
        CHANCE,
        CHECKSUM,
        MACAROON,
        SIGNED
    }

    /// What a token of this form begins with.
    final String begins;

    /// As a sentence names it.
    final String words;

    final Pattern pattern;
    private final Proof proof;

    Form(String begins, String words, String pattern, Proof proof) {
        this.begins = begins;
        this.words = words;
        this.pattern = Pattern.compile(pattern);
        this.proof = proof;
    }

    /// Whether a text of this form is one that was issued, as far as can be told: a checksum that is right, or letters
    /// as chance gives them.
    boolean genuine(String token) {
        return switch (proof) {
            case CHANCE -> varied(token);
            case CHECKSUM -> checksummed(token.substring(4));
            case MACAROON -> macaroon(token.substring(5));
            case SIGNED -> signed(token);
        };
    }

    /// Thirty letters by chance, then their CRC32 in base 62, six letters wide.
    private static boolean checksummed(String letters) {
        var crc = new CRC32();
        crc.update(letters.substring(0, 30).getBytes(ISO_8859_1));
        var digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var sum = crc.getValue();
        var expected = new StringBuilder();
        for (var i = 0; i < 6; i++) {
            expected.append(digits.charAt((int) (sum % 62)));
            sum /= 62;
        }
        return letters.endsWith(expected.reverse().toString());
    }

    /// Letters by chance are of many kinds; `xxxxxxxx`, `1234567890` and `your-key-here` are not.
    static boolean varied(String token) {
        var body = token.substring(Math.min(token.length(), 4));
        var distinct = body.chars().distinct().count();
        var upper = token.toUpperCase(Locale.ROOT);
        for (var word : new String[] {"EXAMPLE", "YOUR", "XXXX", "PLACEHOLDER", "12345678", "ABCDEFG", "00000000"}) {
            if (upper.contains(word)) {
                return false;
            }
        }
        return distinct >= Math.min(12, body.length() * 5 / 8);
    }

    /// Version 2, and a location: the index, or the index for trying out.
    private static boolean macaroon(String encoded) {
        var whole = encoded.substring(0, Math.min(encoded.length(), 32) / 4 * 4);
        var start = new String(Base64.getUrlDecoder().decode(whole), ISO_8859_1);
        return start.startsWith("\2\1") && start.contains("pypi.");
    }

    /// A header that names a way of signing, and claims that are not those of the page everybody tries tokens on.
    private static boolean signed(String token) {
        var parts = token.split("\\.", -1);
        var header = decoded(parts[0]);
        var claims = decoded(parts[1]);
        return header.contains("\"alg\"")
                && !header.contains("none")
                && claims.startsWith("{\"")
                && !claims.contains("1234567890")
                && !claims.contains("John Doe")
                && !claims.contains("\"exp\""); // what ends by itself is no secret for long
    }

    private static String decoded(String part) {
        try {
            return new String(Base64.getUrlDecoder().decode(part), ISO_8859_1);
        } catch (IllegalArgumentException other) {
            return "";
        }
    }
}
