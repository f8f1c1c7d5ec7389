package dev.assay.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What went wrong with a file, in words: the JDK's own say the path twice and the reason sometimes not at all.
final class Reasons {

    private Reasons() {}

    static String of(IOException broken) {
        return switch (broken) {
            case NoSuchFileException absent -> "there is no such file";
            case AccessDeniedException denied -> "permission denied";
            case FileSystemException other -> other.getReason() == null ? other.toString() : other.getReason();
            default -> broken.getMessage() == null ? broken.toString() : broken.getMessage();
        };
    }
}
