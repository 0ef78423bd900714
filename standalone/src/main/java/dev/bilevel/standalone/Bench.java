package dev.bilevel.standalone;

import dev.bilevel.standalone.journal.BenchJournal;
import dev.bilevel.standalone.local.BenchFuse;
import dev.bilevel.standalone.local.BenchStep;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/// `./bilevel bench`: measures parts of Bilevel on this machine.
@Command(
        name = "bench",
        description = "Measures parts of Bilevel: how well they do, and how fast.",
        subcommands = {
            BenchBo.class,
            BenchStep.class,
            BenchFuse.class,
            BenchJournal.class,
            BenchScale.class,
            BenchTakeover.class,
            Help.class
        },
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class Bench implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /// `./bilevel bench` alone.
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing COMMAND");
    }
}
