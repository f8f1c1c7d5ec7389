package dev.assay.store;

import java.nio.file.Path;

/// Commits from four threads, tells each id that is durable, and goes on until it is killed.
final class Committer {

    private Committer() {}

    public static void main(String[] arguments) throws Exception {
        var database = Database.sqlite(Path.of(arguments[0]));
        database.migrate("cellar");
        for (var thread = 0; thread < 4; thread++) {
            Thread.ofPlatform().start(() -> {
                while (true) {
                    var id = database.<Long>write(sql -> sql.sql("insert into barrel (litres) values (1) returning id")
                            .query(Long.class)
                            .single());
                    System.out.println(id + " durable");
                }
            });
        }
    }
}
