package dev.bilevel.standalone;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What went wrong with a file, in words: the JDK's own messages are often the path alone.
public final class Trouble {
    private Trouble() {}

    /// One line for people.
    public static String words(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> denied.getFile() + ": access denied";
            case NoSuchFileException missing -> missing.getFile() + ": no such file";
            case FileSystemException other
            when other.getReason() == null ->
                other.getFile() + ": " + other.getClass().getSimpleName();
            case IOException other when other.getMessage() == null -> other.toString();
            case IOException other -> other.getMessage().lines().findFirst().orElse("");
        };
    }
}
