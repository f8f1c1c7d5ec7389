package dev.assay.server;

import dev.assay.repo.people.Account;
import dev.assay.server.http.Door;
import dev.assay.server.http.Listener;
import dev.assay.store.StoreFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// `assay serve`: starts the hub, says where it is, and stays until it is told to stop.
public final class Main {

    private static final int USAGE = 64;
    private static final int UNUSABLE = 1;
    private static final String ADMINISTRATOR = "admin";

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var code = run(arguments, System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    private static int run(String[] arguments, PrintStream out, PrintStream err) throws InterruptedException {
        var began = System.nanoTime();
        if (arguments.length > 0 && arguments[0].equals(Stored.NAME)) {
            return Stored.run(List.of(arguments).subList(1, arguments.length), System.getenv(), out, err);
        }
        Settings settings;
        try {
            var command = new CommandLine(command());
            var parsed = command.parseArgs(arguments);
            if (parsed.isUsageHelpRequested()) {
                command.usage(out);
                return 0;
            }
            var flags = new HashMap<String, String>();
            for (var setting : SettingsSource.ALL) {
                if (parsed.hasMatchedOption(setting.flag())) {
                    flags.put(setting.name(), parsed.matchedOptionValue(setting.flag(), ""));
                }
            }
            var config = Optional.ofNullable(parsed.<String>matchedOptionValue("--config", null))
                    .or(() -> Optional.ofNullable(System.getenv("ASSAY_CONFIG")))
                    .map(Path::of);
            settings = SettingsSource.read(flags, System.getenv()::get, config);
        } catch (ParameterException wrong) {
            err.println("assay serve: " + wrong.getMessage());
            err.println("`assay serve --help` lists what can be said.");
            return USAGE;
        } catch (SettingsSource.Unusable unusable) {
            err.println("assay serve: " + unusable.sentence());
            return USAGE;
        }
        Logs.configure();
        return serve(settings, began, out, err);
    }

    private static int serve(Settings settings, long began, PrintStream out, PrintStream err)
            throws InterruptedException {
        House house;
        try {
            house = House.open(settings);
        } catch (StoreFailure unusable) {
            err.println("assay serve: " + sentence(unusable) + "; " + unusable.hint());
            return UNUSABLE;
        } catch (IOException | IllegalArgumentException unusable) {
            err.println("assay serve: " + sentence(unusable));
            return UNUSABLE;
        }
        Listener listener;
        try {
            administrator(house);
            if (settings.seed().isPresent()) {
                Seed.read(settings.seed().get())
                        .apply(house.people(), settings.seed().get());
            }
            listener = Listener.open(settings.host(), settings.port(), new Door(house.routes(), house.traffic()));
        } catch (IOException | IllegalStateException unusable) {
            err.println("assay serve: " + sentence(unusable));
            close(house, err);
            return UNUSABLE;
        }
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            listener.close();
            close(house, err);
            stopped.countDown();
        }));
        announce(settings, house, listener.port(), began, out);
        stopped.await();
        return 0;
    }

    /// The first start makes somebody who can let the others in.
    private static void administrator(House house) throws IOException {
        var people = house.people();
        var file = house.data().tokenFile();
        if (people.find(ADMINISTRATOR).isPresent() && Files.exists(file)) {
            return;
        }
        if (!people.empty() && !Files.exists(file) && people.find(ADMINISTRATOR).isEmpty()) {
            return;
        }
        Account admin = people.user(ADMINISTRATOR, "Administrator", "", true);
        house.data().writePrivately(file, people.newToken(admin, "admin-token", true) + "\n");
    }

    private static void announce(Settings settings, House house, int port, long began, PrintStream out) {
        var everywhere = settings.host().equals("0.0.0.0") || settings.host().equals("::");
        var host = everywhere ? "127.0.0.1" : settings.host();
        var address = settings.url().orElse("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        var token = house.data().tokenFile();
        out.println("Assay is at " + address);
        var known = Files.exists(token);
        if (known) {
            out.println("The administrator's token is in " + token);
        }
        out.println();
        out.println("Paste these to push and pull:");
        out.println("  export HF_ENDPOINT=" + address);
        out.println("  export HF_TOKEN=" + (known ? "\"$(cat '" + token + "')\"" : "YOUR_TOKEN"));
        var owner = known ? ADMINISTRATOR : "YOU";
        out.println("  hf upload " + owner + "/my-model FOLDER   # and back: hf download " + owner + "/my-model");
        out.println();
        // For programs that started us: one line, always the last before we wait.
        out.println("ready port=" + port + " pid=" + ProcessHandle.current().pid() + " ms="
                + (System.nanoTime() - began) / 1_000_000 + " url=" + address);
        out.flush();
    }

    private static void close(House house, PrintStream err) {
        try {
            house.close();
        } catch (IOException failed) {
            err.println("assay serve: closing failed: " + sentence(failed));
        }
    }

    private static String sentence(Exception failure) {
        var message = failure.getMessage();
        return message == null || message.isBlank() ? failure.toString() : message;
    }

    private static CommandSpec command() {
        var command = CommandSpec.create().name("assay serve");
        command.usageMessage()
                .description("Starts the hub: a Hugging Face compatible home for models, datasets and spaces that"
                        + " inspects every byte before it leaves.")
                .optionListHeading("%nEach of these may also be set in the environment (--part-size is"
                        + " ASSAY_PART_SIZE) or in the file that --config names (part-size: 512m). Flags outrank the"
                        + " environment, which outranks the file.%n%n")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  assay serve",
                        "  assay serve --port 9000 --data /srv/assay",
                        "  assay serve --host 0.0.0.0 --url https://hub.example.org",
                        "  assay serve --port 0 --data demo --seed demo.yaml");
        for (var setting : SettingsSource.ALL) {
            command.addOption(OptionSpec.builder(setting.flag())
                    .paramLabel(setting.shape())
                    .type(String.class)
                    .description(setting.meaning()
                            + (setting.standard().isEmpty() ? "" : " Default: " + setting.standard() + "."))
                    .build());
        }
        command.addOption(OptionSpec.builder("--config")
                .paramLabel("FILE")
                .type(String.class)
                .description("YAML file of settings.")
                .build());
        command.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Prints this.")
                .build());
        return command;
    }
}
