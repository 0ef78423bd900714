package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.chaos.Strike.Manner;
import dev.bilevel.standalone.stack.Part;
import dev.bilevel.standalone.stack.Stack;
import org.apache.kafka.common.KafkaException;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Carries out a plan on a stack while a study runs there, on a thread of its own.
public final class Striker {
    /// A part that was killed and is not ready by then never will be.
    private static final Duration READY = Duration.ofMinutes(3);
    private static final Duration MOMENT = Duration.ofMillis(200);

    private final List<Strike> plan;
    private final int kills;
    private final Duration patience;
    private final Consumer<String> say;
    private final List<Blow> blows = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().daemon().name("striker").unstarted(this::strikeAll);
    private volatile boolean over;
    private volatile RuntimeException failure;
    private Stack stack;
    private String study;
    private volatile JournalProgress progress;

    /// @param patience how long the journal may not grow before the study counts as stuck
    /// @param say takes a line for each strike
    public Striker(List<Strike> plan, Duration patience, Consumer<String> say) {
        this.plan = plan;
        this.kills = plan.stream().mapToInt(Strike::kills).sum();
        this.patience = patience;
        this.say = say;
    }

    /// Begins: the study was submitted to the stack.
    public void begin(Stack victims, String studyId) {
        stack = victims;
        study = studyId;
        thread.start();
    }

    /// @throws CommandFailed where the study is stuck, or something that was killed does not come back
    public void check() {
        if (failure != null) {
            throw failure;
        }
        JournalProgress now = progress;
        if (now != null && now.silence().compareTo(patience) > 0) {
            throw CommandFailed.failed("the study is stuck: its journal has had " + now.entries() + " entries for "
                    + now.silence().toSeconds() + " s, after " + done() + " of " + kills + " kills");
        }
    }

    /// The study is over: waits until what was killed last is back.
    public void end() throws InterruptedException {
        over = true;
        thread.join();
        check();
    }

    /// What was done.
    public synchronized List<Blow> blows() {
        return List.copyOf(blows);
    }

    private int done() {
        return blows().stream().mapToInt(blow -> blow.strike().kills()).sum();
    }

    private void strikeAll() {
        try (JournalProgress journal = new JournalProgress(stack.kafka(), study)) {
            progress = journal;
            for (Strike strike : plan) {
                while (journal.look() < strike.entry() && !over) {
                    // Each look takes a moment.
                }
                if (over) {
                    break;
                }
                Thread.sleep(strike.delayMs());
                strike(strike, journal);
            }
            while (!over) {
                journal.look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void strike(Strike strike, JournalProgress journal) throws InterruptedException {
        int first = done() + 1;
        journal.look();
        Optional<Hit> hit = kill(strike, journal);
        if (hit.isEmpty()) {
            return;
        }
        int entry = journal.entries();
        long died = System.nanoTime();
        awaitReady(strike.victims());
        if (strike.manner() == Manner.TWICE) {
            kill(strike);
            awaitReady(strike.victims());
        }
        Blow blow = new Blow(strike, hit.get(), first, entry, (System.nanoTime() - died) / 1e9);
        synchronized (this) {
            blows.add(blow);
        }
        say.accept(blow.line(kills));
    }

    /// @return what the victims were at; empty where the study was over before they were struck
    private Optional<Hit> kill(Strike strike, JournalProgress journal) throws InterruptedException {
        if (!strike.manner().waits()) {
            kill(strike);
            return Optional.of(new Hit.Anything());
        }
        Hit hit = ambush(strike, journal);
        if (hit instanceof Hit.Missed) {
            if (over) {
                return Optional.empty();
            }
            kill(strike);
        }
        return Optional.of(hit);
    }

    /// Kills in the moment that the strike asks for, or not at all.
    private Hit ambush(Strike strike, JournalProgress journal) throws InterruptedException {
        try (Ambush ambush = Ambush.in(strike.manner(), stack, study)) {
            return ambush.lie(() -> over || journal.glance() > strike.until(), () -> kill(strike))
                    .<Hit>map(Hit.InTheMoment::new)
                    .orElseGet(() -> new Hit.Missed("none came by entry " + journal.entries()));
        } catch (KafkaException | UncheckedIOException e) {
            return new Hit.Missed(e.getMessage());
        }
    }

    private void kill(Strike strike) throws InterruptedException {
        stack.kill(EnumSet.copyOf(strike.victims()), strike.manner() == Manner.WIPED);
    }

    private void awaitReady(List<Part> some) throws InterruptedException {
        for (Part part : some) {
            awaitReady(part);
        }
    }

    /// What ends while it starts is started again by whoever tends the stack.
    private void awaitReady(Part part) throws InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (true) {
            try {
                stack.awaitReady(part);
                return;
            } catch (CommandFailed e) {
                if (stack.closed() || System.nanoTime() > deadline) {
                    throw e;
                }
            }
            Thread.sleep(MOMENT);
        }
    }
}
