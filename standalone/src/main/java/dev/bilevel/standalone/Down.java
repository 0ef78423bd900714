package dev.bilevel.standalone;

import dev.bilevel.standalone.stack.Installation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `./bilevel down`: ends what `up` keeps running.
@Command(name = "down", description = "Stops the stack that ./bilevel up started.", mixinStandardHelpOptions = true)
final class Down implements Callable<Integer> {
    private static final int PATIENCE_SECONDS = 20;

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        Optional<ProcessHandle> up = UpState.read(Installation.current()).flatMap(UpState::process);
        if (up.isEmpty()) {
            System.err.println("no stack is up");
            return CommandLine.ExitCode.OK;
        }
        up.get().destroy();
        try {
            up.get().onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException _) {
            throw CommandFailed.failed("process " + up.get().pid() + " has not ended after " + PATIENCE_SECONDS + " s");
        }
        System.err.println("stopped");
        return CommandLine.ExitCode.OK;
    }
}
