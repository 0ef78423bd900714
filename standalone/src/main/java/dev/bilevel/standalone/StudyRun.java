package dev.bilevel.standalone;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.embedded.EmbeddedPostgresql.Durability;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.FilesReleased;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.standalone.chaos.Striker;
import dev.bilevel.standalone.progress.Display;
import dev.bilevel.standalone.result.Journal;
import dev.bilevel.standalone.result.ModelFolder;
import dev.bilevel.standalone.result.StudyResult;
import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.standalone.stack.Ports;
import dev.bilevel.standalone.stack.Scratch;
import dev.bilevel.standalone.stack.Stack;
import dev.bilevel.study.Releases;
import dev.bilevel.study.StudySpec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// One study from an idle machine back to an idle machine: start, submit, watch, keep the result, stop.
///
/// However it ends (a result, a failed study, a part that keeps dying, a signal), everything that was started is
/// stopped and the run's scratch folders are deleted. A signal is handled on the JVM's shutdown thread: the journal is
/// kept and the study cancelled first.
final class StudyRun {
    /// Of failures, told at the end.
    private static final int REASONS = 5;

    private static final Duration POLL = Duration.ofMillis(300);
    private static final Duration CANCEL = Duration.ofSeconds(1);
    /// Whoever presses Ctrl-C waits for it.
    private static final Duration FAREWELL = Duration.ofSeconds(5);
    /// How long the optimizer may have no answer, where it or what it stands on had to be started again.
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final StudySpec spec;
    private final StudyId study;
    private final RunFolder folder;
    private final Display display;
    private final boolean keepStore;
    private final Stack stack;
    private Optional<Striker> striker = Optional.empty();
    private volatile boolean submitted;
    private volatile boolean signalled;
    private volatile Optional<FilesReleased> released = Optional.empty();

    StudyRun(StudySpec spec, StudyId study, RunFolder folder, Ports ports, Display display, boolean keepStore) {
        this.spec = spec;
        this.study = study;
        this.folder = folder;
        this.display = display;
        this.keepStore = keepStore;
        this.stack = new Stack(
                new Stack.Folders(folder.stack(), folder.store(), folder.logs()), ports, Durability.THROWN_AWAY);
    }

    /// Lets somebody kill parts of the stack from the study's submission to its end.
    StudyRun disturbedBy(Striker disturber) {
        striker = Optional.of(disturber);
        return this;
    }

    /// Runs it.
    ///
    /// @throws CommandFailed where the stack or the study failed
    StudyResult run(Installation installation) throws InterruptedException, IOException {
        Thread onSignal = new Thread(this::stopOnSignal, "signal");
        try {
            Runtime.getRuntime().addShutdownHook(onSignal);
            StudyResult result = result(installation);
            long stopping = System.nanoTime();
            stop();
            StudyResult whole = result.withShutDown(secondsSince(stopping));
            whole.write(folder.result());
            return whole;
        } catch (CommandFailed e) {
            leaveTheEndToTheSignal();
            throw e;
        } finally {
            stop();
            forget(onSignal);
        }
    }

    private StudyResult result(Installation installation) throws InterruptedException, IOException {
        long starting = System.nanoTime();
        display.say("starting Kafka, PostgreSQL, Redis and four services (logs: " + relative(folder.logs()) + ")");
        stack.start(installation, spec.compute().threads());
        double startUp = secondsSince(starting);
        try (OptimizerClient optimizer = new OptimizerClient(stack.optimizer())) {
            optimizer.submit(study.value(), spec);
            submitted = true;
            long running = System.nanoTime();
            display.say("ready after %.1f s; study %s runs, watch it at %s"
                    .formatted(startUp, study.value(), stack.optimizer().resolve("/studies/" + study.value())));
            striker.ifPresent(each -> each.begin(stack, study.value()));
            watch(optimizer, running);
            if (striker.isPresent()) {
                striker.get().end();
                // The last kill may have cost the read model its last entries.
                watch(optimizer, running);
            }
            double seconds = secondsSince(running);
            Journal journal = answer(() -> {
                optimizer.journal(study.value(), folder.journal(), SILENCE);
                return Journal.read(folder.journal());
            });
            released = Releases.atTheEnd(journal.study());
            return keep(journal, StudyResult.Seconds.of(journal, startUp, seconds));
        }
    }

    private void watch(OptimizerClient optimizer, long since) throws InterruptedException {
        while (true) {
            StudyView view = answer(() -> StudyView.of(optimizer.study(study.value())));
            display.show(view.snapshot(), Duration.ofNanos(System.nanoTime() - since));
            if (view.over()) {
                return;
            }
            pause();
        }
    }

    /// @param <T> what the optimizer answers
    @FunctionalInterface
    private interface Question<T> {
        T ask() throws InterruptedException;
    }

    /// Asks until there is an answer: a part of the stack that ended is on its way back meanwhile.
    private <T> T answer(Question<T> question) throws InterruptedException {
        long deadline = System.nanoTime() + SILENCE.toNanos();
        while (true) {
            try {
                return question.ask();
            } catch (CommandFailed e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            pause();
        }
    }

    private void pause() throws InterruptedException {
        leaveTheEndToTheSignal();
        stack.tend(display::say);
        striker.ifPresent(Striker::check);
        Thread.sleep(POLL);
    }

    private StudyResult keep(Journal journal, StudyResult.Seconds seconds) throws IOException {
        StudyCompleted completed = journal.completed()
                .orElseThrow(() -> CommandFailed.failed(
                        "study " + study.value() + " ended without a result: " + journal.lastWord(),
                        "its journal: " + relative(folder.journal()) + ", its logs: " + relative(folder.logs())));
        journal.failures().stream().limit(REASONS).forEach(display::say);
        Artifact model = completed.model();
        Path weights = verified(model);
        ModelFolder.write(folder.model(), weights, spec.model(), spec.task());
        StudyResult result = new StudyResult(spec.task(), completed, journal.recorded(), seconds);
        result.write(folder.result());
        return result;
    }

    private Path verified(Artifact model) {
        try {
            return new CheckpointStore(folder.store()).verified(model.uri(), model.sha256(), model.bytes());
        } catch (Exception e) {
            throw CommandFailed.because(e, "the winner's model: " + e.getMessage());
        }
    }

    /// Runs while the main thread still watches: that one sees it, and waits for the JVM to end.
    private void stopOnSignal() {
        if (stack.closed()) {
            return;
        }
        signalled = true;
        display.close();
        System.err.println("bilevel: stopping …");
        if (submitted) {
            keepWhatIsDecided();
        }
        stop();
    }

    /// The journal first: without the cancellation at its end, the study can go on elsewhere.
    private void keepWhatIsDecided() {
        try (OptimizerClient optimizer = new OptimizerClient(stack.optimizer())) {
            optimizer.journal(study.value(), folder.journal(), FAREWELL);
            if (folder.dropEmptyJournal()) {
                System.err.println("bilevel: nothing was decided yet");
            } else {
                System.err.println("bilevel: the study so far: ./bilevel replay " + relative(folder.journal()));
            }
            optimizer.cancel(study.value(), "stopped by a signal", CANCEL);
        } catch (CommandFailed e) {
            if (!Files.exists(folder.journal())) {
                System.err.println("bilevel: its journal could not be kept: " + e.getMessage());
            }
            // The optimizer is stopped next in any case.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        stack.close();
        folder.keepServerLogs();
        Scratch.delete(folder.stack());
        if (keepStore) {
            released.ifPresent(this::release);
        } else {
            Scratch.delete(folder.store());
        }
    }

    /// What the study released at its end; the fusion service may have been stopped before it came to that.
    private void release(FilesReleased files) {
        try {
            new CheckpointStore(folder.store()).study(files.studyId()).release(files.released(), files.kept());
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bilevel: could not clear " + folder.store() + ": " + e.getMessage());
        }
    }

    private void leaveTheEndToTheSignal() throws InterruptedException {
        if (signalled || stack.closed()) {
            Thread.currentThread().join();
        }
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException _) {
            // The JVM is ending already: the hook runs, and finds nothing to stop.
        }
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static Path relative(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) ? here.relativize(path) : path;
    }
}
