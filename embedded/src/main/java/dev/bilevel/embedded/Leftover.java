package dev.bilevel.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A server that went on running because the process that had started it was killed. It holds the folder that is
/// wanted now, so it is asked to end; anything else that happens to have its process id is left alone.
final class Leftover {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Leftover() {}

    /// Ends the server whose process id stands in a file.
    ///
    /// @param program what the process's executable must be called, for the id may have been given to another
    /// @param signal that makes it end in good order
    static void end(Path pidFile, String program, String signal) throws IOException {
        ProcessHandle process = process(pidFile, program);
        if (process == null) {
            return;
        }
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    pidFile + ": the " + program + " of an earlier run, process " + process.pid() + ", does not end",
                    e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for process " + process.pid(), e);
        }
    }

    private static ProcessHandle process(Path pidFile, String program) throws IOException {
        try {
            String first =
                    Files.readString(pidFile).lines().findFirst().orElse("").strip();
            return ProcessHandle.of(Long.parseLong(first))
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> process.info()
                            .command()
                            .map(command -> Path.of(command).getFileName().toString())
                            .filter(name -> name.startsWith(program))
                            .isPresent())
                    .orElse(null);
        } catch (NoSuchFileException | NumberFormatException _) {
            return null;
        }
    }
}
