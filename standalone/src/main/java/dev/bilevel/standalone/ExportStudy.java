package dev.bilevel.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/// `./bilevel export STUDY`: a study's journal from a stack that runs, as the file that `run` leaves.
@Command(
        name = "export",
        description =
                "Writes a study's journal to a file: what ./bilevel run leaves as journal.ndjson. A study that still"
                        + " goes on is exported as far as it is.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExportStudy implements Callable<Integer> {
    private static final Path STANDARD_OUTPUT = Path.of("-");
    /// No id leads out of a folder. Those that come by REST may have dots in them.
    private static final Pattern ID = Pattern.compile("(?=.{1,128}$)[a-z0-9](-|\\.?[a-z0-9])*");

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "STUDY", description = "The study's id.")
    private String id;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The file to write, - for standard output. Default: <study>.ndjson.")
    private Path out;

    @Option(names = "--force", description = "Replaces the file where it exists.")
    private boolean force;

    @Override
    public Integer call() throws InterruptedException, IOException {
        requireId();
        Path target = out == null ? Path.of(id + ".ndjson") : out;
        boolean toFile = !target.equals(STANDARD_OUTPUT);
        Path whole = toFile ? besides(target) : Files.createTempFile("bilevel-", ".ndjson");
        try (OptimizerClient optimizer = new OptimizerClient(server.address())) {
            ExportedJournal journal = ExportedJournal.fetch(optimizer, id, whole);
            if (toFile) {
                Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } else {
                print(whole);
            }
            spec.commandLine().getErr().println(journal.message() + (toFile ? ": " + target : ""));
        } finally {
            Files.deleteIfExists(whole);
        }
        return CommandLine.ExitCode.OK;
    }

    private void requireId() {
        if (!ID.matcher(id).matches()) {
            throw CommandFailed.wrongInput(
                    "STUDY " + id
                            + ": expected a study's id, 1 to 128 of a-z, 0-9, '-' and single '.', starting with a letter or digit");
        }
    }

    /// A new file in the same folder, so that it takes its name in one step.
    private Path besides(Path target) throws IOException {
        if (Files.isDirectory(target)) {
            throw CommandFailed.wrongInput("--out " + target + ": is a folder, expected a file");
        }
        if (Files.exists(target) && !force) {
            throw CommandFailed.wrongInput(
                    "--out " + target + ": exists already, expected a new file, or --force to replace it");
        }
        try {
            return Files.createTempFile(target.toAbsolutePath().getParent(), ".export-", ".part");
        } catch (java.nio.file.NoSuchFileException | AccessDeniedException e) {
            throw CommandFailed.wrongInput("--out " + target + ": cannot be written: " + e);
        }
    }

    private static void print(Path whole) throws IOException {
        OutputStream output = System.out;
        Files.copy(whole, output);
        output.flush();
    }
}
