package dev.assay.server.web;

import java.util.List;
import java.util.Optional;

/// One file: what it is, how it stands, what was found in it.
///
/// @param back the folder it is in
/// @param findings rulings, gravest first
/// @param more how many are told to nobody but those who may write here
/// @param offer what can be done with it elsewhere, instead
/// @param download where its bytes are; empty unless they are cleared
public record FilePage(
        Shell shell,
        String repository,
        String link,
        String path,
        String back,
        String size,
        String digest,
        Badge badge,
        String policy,
        List<Line> findings,
        int more,
        List<String> reasons,
        Optional<String> offer,
        Optional<String> download) {

    public FilePage {
        findings = List.copyOf(findings);
        reasons = List.copyOf(reasons);
    }

    /// One ruling, in words.
    ///
    /// @param outcome clear, hold or convict
    public record Line(String sentence, String outcome, String because) {}
}
