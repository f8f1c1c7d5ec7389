package dev.assay.server.operations;

import dev.assay.gate.Gate;
import dev.assay.judge.Word;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/// What the gate has to do and has done, for `/metrics`.
public final class GateMeters {

    private GateMeters() {}

    public static void register(MeterRegistry meters, Gate gate) {
        Gauge.builder("assay.queue.depth", gate, it -> (double) it.load().waiting())
                .description("Blobs that wait for an inspector, or are with one")
                .register(meters);
        Gauge.builder("assay.queue.oldest", gate, it -> it.load().oldest().toMillis() / 1e3)
                .description("How long the oldest waiting blob has been here")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("assay.inspecting", gate, it -> (double) it.load().inspecting())
                .description("Blobs an inspector has taken")
                .register(meters);
        FunctionCounter.builder("assay.inspections.failed", gate, it ->
                        (double) it.load().failures())
                .description("Inspections that ended without an answer")
                .register(meters);
        for (var word : Word.values()) {
            FunctionCounter.builder("assay.verdicts", gate, it ->
                            (double) it.load().verdicts().getOrDefault(word, 0L))
                    .description("Verdicts passed since the start")
                    .tag("verdict", word.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
    }
}
