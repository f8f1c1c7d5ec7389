package dev.assay.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes a [Pressed] policy. The build runs it over the one that ships; a policy that is none ends the build.
public final class Press {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final Map<Rule, Integer> bodies = new HashMap<>();

    private Press() {}

    /// @param arguments a policy, and the file to write
    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[1]), press(Files.readAllBytes(Path.of(arguments[0]))));
    }

    /// @throws NotAPolicy if the text is none
    static byte[] press(byte[] text) throws IOException {
        var press = new Press();
        press.all(new PolicyText(text), text);
        return press.bytes.toByteArray();
    }

    private void all(PolicyText policy, byte[] text) throws IOException {
        out.writeInt(Pressed.MARK);
        out.writeInt(text.length);
        out.writeInt(Pressed.sum(text));
        out.writeInt(0);
        var entries = new TreeMap<String, Integer>();
        for (var named : new TreeMap<>(policy.rules().named()).entrySet()) {
            bodies(named.getValue());
            entries.put(named.getKey(), out.size());
            text(named.getKey());
            out.writeShort(named.getValue().size());
            for (var each : named.getValue()) {
                out.writeInt(each.number());
                out.writeInt(body(each.rule()));
            }
        }
        var starred = new TreeMap<>(policy.rules().starred());
        for (var rules : starred.values()) {
            bodies(rules);
        }
        var head = out.size();
        text(policy.title());
        text(policy.digest().hex());
        out.writeInt(starred.size());
        for (var list : starred.entrySet()) {
            text(list.getKey());
            out.writeInt(list.getValue().size());
            for (var each : list.getValue()) {
                text(each.rule().about());
                out.writeInt(each.number());
                out.writeInt(body(each.rule()));
            }
        }
        table(entries);
        out.flush();
        var pointer = new byte[] {(byte) (head >> 24), (byte) (head >> 16), (byte) (head >> 8), (byte) head};
        var whole = bytes.toByteArray();
        System.arraycopy(pointer, 0, whole, 12, pointer.length);
        bytes.reset();
        bytes.write(whole);
    }

    private void table(Map<String, Integer> entries) throws IOException {
        var slots = new int[Math.max(2, Integer.highestOneBit(entries.size()) * 4)];
        for (var entry : entries.entrySet()) {
            var slot = entry.getKey().hashCode() & slots.length - 1;
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = entry.getValue();
        }
        out.writeInt(slots.length);
        for (var slot : slots) {
            out.writeInt(slot);
        }
    }

    private void bodies(List<Numbered> rules) throws IOException {
        for (var each : rules) {
            var body = bodyOf(each.rule());
            if (!bodies.containsKey(body)) {
                bodies.put(body, out.size());
                out.writeInt(body.line());
                out.writeByte(Pressed.OUTCOMES.indexOf(body.then()));
                out.writeByte(Pressed.WORDS.indexOf(body.word()));
                var given = body.given();
                text(given == null ? "" : given.text());
                text(body.because());
                text(body.source());
            }
        }
    }

    private int body(Rule rule) {
        var at = bodies.get(bodyOf(rule));
        if (at == null) {
            throw new IllegalStateException("no body was written for the rule in line " + rule.line());
        }
        return at;
    }

    private static Rule bodyOf(Rule rule) {
        return new Rule(rule.line(), "", "", rule.given(), rule.then(), rule.word(), rule.because(), rule.source());
    }

    private void text(String text) throws IOException {
        var content = text.getBytes(UTF_8);
        if (content.length > 0xffff) {
            throw new IOException("a policy has no text of " + content.length + " bytes");
        }
        out.writeShort(content.length);
        out.write(content);
    }
}
