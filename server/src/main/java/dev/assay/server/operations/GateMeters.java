package dev.assay.server.operations;

import dev.assay.gate.Gate;
import dev.assay.judge.Word;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What the gate has to do and has done, for `/metrics`: all of it as it was at one moment, asked for once.
public final class GateMeters {

    private final Gate gate;
    private volatile Gate.Load load;

    public GateMeters(MeterRegistry meters, Gate gate) {
        this.gate = gate;
        this.load = gate.load();
        gauge(meters, "assay.queue.depth", "", "Blobs that wait for an inspector, or are with one", it ->
                (double) it.waiting());
        gauge(
                meters,
                "assay.queue.oldest",
                "seconds",
                "How long the oldest waiting blob has been here",
                it -> it.oldest().toMillis() / 1e3);
        gauge(meters, "assay.inspecting", "", "Blobs an inspector has taken", it -> (double) it.inspecting());
        FunctionCounter.builder("assay.inspections.failed", this, it -> (double) it.load.failures())
                .description("Inspections that ended without an answer")
                .register(meters);
        for (var word : Word.values()) {
            FunctionCounter.builder("assay.verdicts", this, it ->
                            (double) it.load.verdicts().getOrDefault(word, 0L))
                    .description("Verdicts passed since the start")
                    .tag("verdict", word.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
    }

    /// Asks the gate; what the meters say is what it answered last.
    public void look() {
        load = gate.load();
    }

    private void gauge(
            MeterRegistry meters, String name, String unit, String meaning, ToDoubleFunction<Gate.Load> value) {
        Gauge.builder(name, this, it -> value.applyAsDouble(it.load))
                .description(meaning)
                .baseUnit(unit.isEmpty() ? null : unit)
                .register(meters);
    }
}
