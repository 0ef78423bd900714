package dev.bilevel.standalone;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `./bilevel help bench fuse`: how a command is used, or one of a command's own.
@Command(name = "help", description = "Shows how a command is used.", helpCommand = true)
final class Help implements Runnable {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Such as run, or bench fuse.")
    private List<String> path = new ArrayList<>();

    @Override
    public void run() {
        CommandLine command = spec.commandLine().getParent();
        for (String name : path) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw CommandFailed.wrongInput(
                        "help " + String.join(" ", path) + ": there is no command '" + name + "', expected one of "
                                + String.join(", ", command.getSubcommands().keySet()));
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut(), spec.commandLine().getColorScheme());
    }
}
