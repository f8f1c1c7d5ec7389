package dev.assay.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// What passes through: requests by route and status, bytes in and out.
public final class Traffic {

    /// A method is a word of the caller's choice, and each new one would be a new meter.
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE");

    private final MeterRegistry meters;
    private final Counter in;
    private final Counter out;

    public Traffic(MeterRegistry meters) {
        this.meters = meters;
        this.in = Counter.builder("assay.bytes.in")
                .description("Bytes of files received")
                .baseUnit("bytes")
                .register(meters);
        this.out = Counter.builder("assay.bytes.out")
                .description("Bytes of files sent or handed to the kernel for sending")
                .baseUnit("bytes")
                .register(meters);
    }

    void answered(String method, String route, int status, long nanos) {
        Timer.builder("assay.requests")
                .description("Requests answered; for bodies the kernel sends, until it took over")
                .tag("method", METHODS.contains(method) ? method : "other")
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .register(meters)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    public void received(long bytes) {
        in.increment((double) bytes);
    }

    public void sent(long bytes) {
        out.increment((double) bytes);
    }
}
