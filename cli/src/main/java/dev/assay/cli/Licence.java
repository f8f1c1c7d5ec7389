package dev.assay.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The licences that cards name, by the identifiers of SPDX, where they have one.
final class Licence {

    private static final String IDENTIFIERS = """
            AFL-3.0 AGPL-3.0-only Apache-2.0 Artistic-2.0 BSD-2-Clause BSD-3-Clause BSD-3-Clause-Clear BSL-1.0 CC-BY-2.0
            CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC-BY-NC-2.0 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0
            CC-BY-NC-SA-2.0 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 CC-BY-ND-4.0 CC-BY-SA-3.0 CC-BY-SA-4.0 CC0-1.0 CDLA-Permissive-1.0
            CDLA-Permissive-2.0 CDLA-Sharing-1.0 ECL-2.0 EPL-1.0 EPL-2.0 EUPL-1.1 EUPL-1.2 GFDL-1.3-only GPL-2.0-only
            GPL-3.0-only ISC LGPL-2.1-only LGPL-3.0-only LPPL-1.3c MIT MPL-2.0 MS-PL NCSA ODbL-1.0 ODC-By-1.0 OFL-1.1 OSL-3.0
            PDDL-1.0 PostgreSQL Unlicense WTFPL Zlib 0BSD""";

    /// Cards have words of their own for some of them.
    private static final Map<String, String> OTHERWISE = Map.ofEntries(
            Map.entry("agpl-3.0", "AGPL-3.0-only"),
            Map.entry("gfdl", "GFDL-1.3-only"),
            Map.entry("gpl-2.0", "GPL-2.0-only"),
            Map.entry("gpl-3.0", "GPL-3.0-only"),
            Map.entry("lgpl-2.1", "LGPL-2.1-only"),
            Map.entry("lgpl-3.0", "LGPL-3.0-only"),
            Map.entry("lppl-1.3c", "LPPL-1.3c"),
            Map.entry("odbl", "ODbL-1.0"),
            Map.entry("odc-by", "ODC-By-1.0"),
            Map.entry("pddl", "PDDL-1.0"));

    private static final Map<String, String> KNOWN = known();

    private Licence() {}

    private static Map<String, String> known() {
        var known = new HashMap<>(OTHERWISE);
        for (var identifier : IDENTIFIERS.split("\\s+", -1)) {
            known.put(identifier.toLowerCase(Locale.ROOT), identifier);
        }
        return known;
    }

    /// The identifier of SPDX, or empty.
    static String spdx(String word) {
        return KNOWN.getOrDefault(word.toLowerCase(Locale.ROOT), "");
    }
}
