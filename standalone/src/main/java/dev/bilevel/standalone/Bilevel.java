package dev.bilevel.standalone;

import dev.bilevel.encoder.UnusableTorch;
import dev.bilevel.standalone.journal.CompareJournals;
import dev.bilevel.standalone.journal.ForkJournal;
import dev.bilevel.standalone.journal.ReplayJournal;
import dev.bilevel.standalone.journal.VerifyJournal;
import dev.bilevel.standalone.local.EvaluateModel;
import dev.bilevel.standalone.local.FineTuneModel;
import dev.bilevel.standalone.local.FuseCheckpoints;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Logger;

/// All commands. Wrong input ends with a line on standard error that names it and exit status 2; a study or a stack
/// that failed, with exit status 1.
@Command(
        name = "bilevel",
        description = "Fine-tunes RoBERTa on GLUE by two nested Bayesian optimisations.",
        subcommands = {
            Run.class,
            Chaos.class,
            Up.class,
            Down.class,
            Status.class,
            Submit.class,
            FineTuneModel.class,
            EvaluateModel.class,
            FuseCheckpoints.class,
            Suggest.class,
            Bench.class,
            ReplayJournal.class,
            VerifyJournal.class,
            CompareJournals.class,
            ForkJournal.class,
            ExportStudy.class,
            ImportStudy.class,
            Help.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Bilevel.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Try: ./bilevel run examples/quickstart.yaml"})
public final class Bilevel implements Runnable {
    /// As a shell says it of a program that Ctrl-C ended.
    public static final int INTERRUPTED = 130;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /// Runs one command and exits with its status.
    public static void main(String[] arguments) {
        // A study's numbers are printed with a decimal point everywhere.
        java.util.Locale.setDefault(java.util.Locale.ROOT);
        StandardOutput output = new StandardOutput();
        PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
        PrintStream err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(err);
        silenceLibraries();
        int status =
                execute(commandLine(err).setOut(new PrintWriter(out, true, StandardCharsets.UTF_8)), arguments, err);
        out.flush();
        System.exit(output.failure().map(lost -> said(lost, status, err)).orElse(status));
    }

    private static int execute(CommandLine command, String[] arguments, PrintStream err) {
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError e) {
            err.println("bilevel: " + e.getMessage() + ": more memory is needed than the "
                    + (Runtime.getRuntime().maxMemory() >> 20) + " MB that this command has");
            return CommandFailed.FAILED;
        }
    }

    /// A result that nobody has is none.
    private static int said(String lost, int status, PrintStream err) {
        err.println("bilevel: standard output cannot be written: " + lost);
        return status == CommandLine.ExitCode.OK ? CommandFailed.FAILED : status;
    }

    /// What Kafka's client and the embedded servers log is for their log files; the terminal is for the study.
    private static void silenceLibraries() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
    }

    /// The whole command line, with failures as lines on `err`.
    public static CommandLine commandLine(PrintStream err) {
        return reporting(new CommandLine(new Bilevel()), err);
    }

    /// The command with failures as lines on `err`.
    static CommandLine reporting(CommandLine command, PrintStream err) {
        return command.setParameterExceptionHandler((e, _) -> wrongArgument(e, err))
                .setExecutionExceptionHandler((e, _, _) -> failure(e, err))
                .setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /// `./bilevel` alone.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing COMMAND");
    }

    private static int wrongArgument(ParameterException wrong, PrintStream err) {
        String[] path = wrong.getCommandLine().getCommandSpec().qualifiedName().split(" ", -1);
        String help = switch (path.length) {
            case 1 -> "./bilevel help";
            case 2 -> "./bilevel help " + path[1];
            default -> "./" + String.join(" ", path) + " --help";
        };
        String message = wrong.getMessage()
                .lines()
                .findFirst()
                .orElse("wrong arguments")
                .replaceFirst("option option", "option");
        err.println("bilevel: " + message + "; see " + help);
        return CommandFailed.WRONG_INPUT;
    }

    private static int failure(Exception failure, PrintStream err) {
        if (isTheEnd(failure)) {
            return INTERRUPTED;
        }
        if (failure instanceof CommandFailed known) {
            known.lines().forEach(line -> err.println("bilevel: " + line));
            return known.exitStatus();
        }
        if (failure instanceof UnusableTorch) {
            err.println("bilevel: " + failure.getMessage());
            return CommandFailed.WRONG_INPUT;
        }
        if (failure instanceof UncheckedIOException && failure.getCause() instanceof FileSystemException) {
            // A folder that cannot be written, say: no defect of ours.
            err.println("bilevel: " + failure.getMessage());
            return CommandFailed.FAILED;
        }
        err.println("bilevel: unexpected failure, please report it: " + failure);
        failure.printStackTrace(err);
        return CommandFailed.FAILED;
    }

    /// Whether the process was told to end before the command had begun in earnest: what then goes wrong is no news.
    private static boolean isTheEnd(Throwable failure) {
        return failure instanceof IllegalStateException && "Shutdown in progress".equals(failure.getMessage())
                || failure.getCause() != null && isTheEnd(failure.getCause());
    }

    /// The version of the build.
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            Properties properties = new Properties();
            try (InputStream in = Bilevel.class.getResourceAsStream("version.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new String[] {
                "bilevel " + properties.getProperty("version"),
                "Java " + Runtime.version() + " at " + System.getProperty("java.home")
            };
        }
    }
}
