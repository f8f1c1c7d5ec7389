package dev.assay.repo;

import dev.assay.gate.Gate;
import dev.assay.gate.Refused;
import dev.assay.inspect.Digest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// What the gate says about all files of one commit together.
final class Tribunal {

    private final Gate gate;
    private final Duration patience;

    /// @param patience how long a commit waits for inspections that are still running
    Tribunal(Gate gate, Duration patience) {
        this.gate = gate;
        this.patience = patience;
    }

    /// @param against the files that are not let through, by path
    /// @param convicted whether one of them never will be
    record Opinion(List<Decision.Objection> against, boolean convicted) {

        Opinion {
            against = List.copyOf(against);
        }

        boolean clear() {
            return against.isEmpty();
        }
    }

    void await(Map<String, Digest> files) throws InterruptedException {
        gate.await(new HashSet<>(files.values()), patience);
    }

    /// How they stand now. A file counts as let through if the gate clears it, and for no other reason.
    Opinion hear(Map<String, Digest> files) {
        var against = new ArrayList<Decision.Objection>();
        var convicted = false;
        var cleared = new HashSet<Digest>();
        for (var file : files.entrySet()) {
            if (cleared.contains(file.getValue())) {
                continue;
            }
            try {
                gate.clear(file.getValue());
                cleared.add(file.getValue());
            } catch (Refused refused) {
                convicted |= refused.reason() == Refused.Reason.CONVICTED;
                against.add(new Decision.Objection(file.getKey(), file.getValue(), gate.standing(file.getValue())));
            }
        }
        return new Opinion(against, convicted);
    }

    /// How they stand in the tree they are part of: each by itself, and each by what others in the tree do to it.
    Opinion hear(Map<String, Digest> files, Company company) {
        var alone = hear(files);
        var against = new ArrayList<>(alone.against());
        var convicted = alone.convicted();
        for (var file : company.concerned().entrySet()) {
            var standing = company.standing(gate, file.getKey(), file.getValue());
            if (!standing.lets() && !names(against, file.getKey())) {
                convicted |= standing.convicts();
                against.add(new Decision.Objection(file.getKey(), file.getValue(), standing));
            }
        }
        return new Opinion(against, convicted);
    }

    private static boolean names(List<Decision.Objection> against, String path) {
        return against.stream().anyMatch(it -> it.path().equals(path));
    }
}
