package dev.assay.ledger;

import java.nio.file.Path;

/// Says lines from four threads, tells each that is durable, and goes on until it is killed.
final class Sayer {

    private Sayer() {}

    public static void main(String[] arguments) throws Exception {
        var ledger = Ledger.open(Path.of(arguments[0]), "hub.example/log/1");
        for (var thread = 0; thread < 4; thread++) {
            var name = arguments[1] + "." + thread;
            Thread.ofPlatform().start(() -> {
                for (var i = 0; ; i++) {
                    try {
                        var line = name + "." + i;
                        var index = ledger.append(line);
                        System.out.println(index + " " + line + " durable");
                    } catch (java.io.IOException e) {
                        Runtime.getRuntime().halt(3);
                    }
                }
            });
        }
    }
}
