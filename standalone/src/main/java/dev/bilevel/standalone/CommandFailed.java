package dev.bilevel.standalone;

import java.util.List;

/// A command ends without success, for a reason that a person can act on: its lines go to standard error, and no stack
/// trace with them.
public final class CommandFailed extends RuntimeException {
    /// Exit status where the stack or the study failed.
    public static final int FAILED = 1;
    /// Exit status where the input was wrong: nothing was started.
    public static final int WRONG_INPUT = 2;

    private static final long serialVersionUID = 1L;

    private final int exitStatus;
    private final transient List<String> lines;

    private CommandFailed(int exitStatus, List<String> lines, Throwable cause) {
        super(String.join("\n", lines), cause);
        this.exitStatus = exitStatus;
        this.lines = List.copyOf(lines);
    }

    /// The input is wrong; each line names a field, what it is, and what was expected.
    public static CommandFailed wrongInput(String... lines) {
        return new CommandFailed(WRONG_INPUT, List.of(lines), null);
    }

    /// The input is wrong; each line names a field, what it is, and what was expected.
    public static CommandFailed wrongInput(List<String> lines) {
        return new CommandFailed(WRONG_INPUT, lines, null);
    }

    /// The stack or the study failed.
    public static CommandFailed failed(String... lines) {
        return new CommandFailed(FAILED, List.of(lines), null);
    }

    /// The stack or the study failed because of something caught elsewhere.
    public static CommandFailed because(Throwable cause, String... lines) {
        return new CommandFailed(FAILED, List.of(lines), cause);
    }

    /// What the process exits with.
    public int exitStatus() {
        return exitStatus;
    }

    /// What goes to standard error.
    public List<String> lines() {
        return lines;
    }

    /// @throws CommandFailed (wrong input) naming the option, what it is and what was expected
    public static void requireBetween(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrongInput(option + ": is " + value + ", expected " + least + " to " + most);
        }
    }
}
