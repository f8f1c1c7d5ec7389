package dev.assay.judge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.inspect.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PressedSpec {

    private static final byte[] STANDARD = standard();

    @TempDir
    private Path folder;

    @Test
    void every_rule_of_the_standard_policy_is_found_where_its_text_has_it() throws IOException {
        var read = new PolicyText(STANDARD);
        var pressed = new Rules(Objects.requireNonNull(Pressed.of(STANDARD, Press.press(STANDARD))));

        assertThat(pressed.named()).isEqualTo(read.rules().named()).hasSizeGreaterThan(5_000);
        assertThat(pressed.starred()).isEqualTo(read.rules().starred());
    }

    @Test
    void a_name_no_rule_speaks_of_is_told_the_same() throws IOException {
        var pressed = new Rules(Objects.requireNonNull(Pressed.of(STANDARD, Press.press(STANDARD))));

        var read = new PolicyText(STANDARD).rules();
        for (var name : List.of("acme.unheard.Of", "torch.nn.modules.linear.Linear.unheard", "a", "")) {
            assertThat(pressed.about("calls", name)).isEqualTo(read.about("calls", name));
            assertThat(pressed.about("imports", name)).isEqualTo(read.about("imports", name));
        }
    }

    @Test
    void it_knows_the_name_and_the_digest_of_its_text() throws IOException {
        var pressed = Objects.requireNonNull(Pressed.of(STANDARD, Press.press(STANDARD)));

        assertThat(pressed.title()).isEqualTo("default");
        assertThat(pressed.digest()).isEqualTo(Digest.of(STANDARD));
    }

    @Test
    void of_another_text_it_says_nothing() throws IOException {
        var other = new String(STANDARD, UTF_8).replace("then: convict", "then: discard");

        assertThat(Pressed.of(other.getBytes(UTF_8), Press.press(STANDARD))).isNull();
        assertThat(Pressed.of(STANDARD, new byte[12])).isNull();
        assertThat(Pressed.of(STANDARD, new byte[64])).isNull();
    }

    @Test
    void the_one_that_ships_is_the_one_that_is_pressed_from_its_text() throws IOException {
        try (var in = Policy.class.getResourceAsStream("/policy/default.pressed")) {
            assertThat(Objects.requireNonNull(in).readAllBytes()).isEqualTo(Press.press(STANDARD));
        }
    }

    @Test
    void a_policy_of_few_rules_is_pressed_too() throws IOException {
        var text = Files.writeString(folder.resolve("policy.yaml"), """
                policy: small
                version: 1
                rules:
                  - when: calls acme.f
                    given: int, 'a'
                    then: clear
                    because: it adds
                    source: acme 1
                """);
        Press.main(new String[] {text.toString(), folder + "/pressed"});
        var pressed = new Rules(Objects.requireNonNull(
                Pressed.of(Files.readAllBytes(text), Files.readAllBytes(folder.resolve("pressed")))));

        assertThat(pressed.about("calls", "acme.f").getFirst().given()).isEqualTo(Contract.of("int, 'a'"));
        assertThat(pressed.clearing())
                .isEqualTo(List.of(pressed.about("calls", "acme.f").getFirst()));
    }

    private static byte[] standard() {
        try (var in = Policy.class.getResourceAsStream("/policy/default.yaml")) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
