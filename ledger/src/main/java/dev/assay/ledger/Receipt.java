package dev.assay.ledger;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The proof that a line is in a ledger: can be kept by anybody, and checked without the ledger.
///
/// Its text is C2SP tlog-proof, with the line itself as the extra data.
///
/// @param index which line, from 0
/// @param line what it says
/// @param proof base64 of the hashes from the line to the root, nearest first
/// @param checkpoint the signed checkpoint that the proof leads to
public record Receipt(long index, String line, List<String> proof, String checkpoint) {

    private static final String FIRST = "c2sp.org/tlog-proof@v1";
    private static final int LONGEST = 1 << 18;
    private static final int MOST_HASHES = 63;

    public Receipt {
        proof = List.copyOf(proof);
    }

    /// Reads the text of a receipt; whether it is true is for the [Verifier] to say.
    ///
    /// @throws Broken if it is not the text of one
    public static Receipt parse(String text) throws Broken {
        var cut = text.indexOf("\n\n");
        if (text.length() > LONGEST || cut < 0) {
            throw new Broken("this is not a receipt");
        }
        var head = text.substring(0, cut).split("\n", -1);
        if (head.length < 3
                || head.length > 3 + MOST_HASHES
                || !head[0].equals(FIRST)
                || !head[1].startsWith("extra ")
                || !head[2].startsWith("index ")) {
            throw new Broken("this is not a receipt");
        }
        try {
            var line = new String(Base64.getDecoder().decode(head[1].substring(6)), StandardCharsets.UTF_8);
            var index = Long.parseLong(head[2].substring(6));
            return new Receipt(index, line, List.of(head).subList(3, head.length), text.substring(cut + 2));
        } catch (IllegalArgumentException e) {
            throw new Broken("this is not a receipt", e);
        }
    }

    /// The receipt as text, for a file.
    public String text() {
        var lines = new ArrayList<String>();
        lines.add(FIRST);
        lines.add("extra " + Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)));
        lines.add("index " + index);
        lines.addAll(proof);
        return String.join("\n", lines) + "\n\n" + checkpoint;
    }

    List<byte[]> hashes() throws Broken {
        try {
            return proof.stream().map(it -> Base64.getDecoder().decode(it)).toList();
        } catch (IllegalArgumentException e) {
            throw new Broken("the proof of the receipt is not base64", e);
        }
    }
}
