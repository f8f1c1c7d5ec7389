package dev.assay.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Everything an administrator may choose, checked: whoever holds one of these need not check again.
/// [SettingsSource] reads them from flags, environment and file.
///
/// @param host address to listen on
/// @param port 0 for any free one
/// @param data folder that holds all state: vault, database, git, ledger
/// @param seed people and organisations to make at start
/// @param policy the rules; empty means those that ship with this release
/// @param database a PostgreSQL address, `jdbc:postgresql://...`; empty means SQLite in the data folder
/// @param url the address to give out, without a trailing slash; empty means: as each request came
/// @param inspectors how many files are inspected at a time, each in its own process
/// @param inspectorMemory MiB of heap for one inspector process
/// @param inspectorDeadline longest time one file is inspected
/// @param partSize bytes; larger LFS uploads are sent in parts of this size
/// @param largestFile bytes; larger uploads are refused
/// @param freeSpace bytes of the data folder's disk that uploads leave free
public record Settings(
        String host,
        int port,
        Path data,
        Optional<Path> seed,
        Optional<Path> policy,
        Optional<String> database,
        Optional<String> url,
        int inspectors,
        int inspectorMemory,
        Duration inspectorDeadline,
        long partSize,
        long largestFile,
        long freeSpace) {}
