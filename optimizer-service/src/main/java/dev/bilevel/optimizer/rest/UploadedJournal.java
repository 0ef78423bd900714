package dev.bilevel.optimizer.rest;

import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.events.JournalImported;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.StudySubmitted;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Arrival;
import dev.bilevel.study.journal.Verification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// A journal that someone brings in, in a temporary file, after every check that it needs: its lines are whole and in
/// order, every decision is what the deciders say, and its parts are what the owner of its study will take.
///
/// @param submitted its first entry
/// @param trainer whom the study needs to go on; empty where it is over
record UploadedJournal(
        Path file, JournalReader.Whole whole, StudySubmitted submitted, Optional<String> trainer, int partBytes)
        implements AutoCloseable {
    /// Kafka refuses records from further in the future than an hour.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(30);

    /// @param mostBytes of the body
    /// @param partBytes of each event that will carry some of it
    /// @throws Refusal where it is no journal, or not one that can go on here
    static UploadedJournal read(InputStream body, long mostBytes, int partBytes) throws IOException {
        Path file = Files.createTempFile("bilevel-import-", ".ndjson");
        try {
            save(body, file, mostBytes);
            UploadedJournal journal = verified(file, partBytes);
            journal.rehearse();
            return journal;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static void save(InputStream body, Path file, long mostBytes) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] block = new byte[1 << 16];
            long bytes = 0;
            for (int read = body.read(block); read > 0; read = body.read(block)) {
                bytes += read;
                if (bytes > mostBytes) {
                    throw Refusal.tooLarge("The journal", mostBytes);
                }
                out.write(block, 0, read);
            }
        }
    }

    private static UploadedJournal verified(Path file, int partBytes) throws IOException {
        Instant latest = Instant.now().plus(CLOCKS_DIFFER);
        AtomicReference<StudySubmitted> first = new AtomicReference<>();
        try (Verification verification = new Verification();
                InputStream in = Files.newInputStream(file)) {
            JournalReader.Whole whole = JournalReader.read(in, (number, entry, time) -> {
                if (time.isAfter(latest)) {
                    throw new UnreadableJournal(number, "time: is " + time + ", expected one that has passed");
                }
                if (number == 1 && entry.event() instanceof StudySubmitted submitted) {
                    first.set(submitted);
                }
                verification.take(number, entry);
            });
            Study study = study(verification.outcome());
            Optional<String> trainer =
                    study.isOver() ? Optional.empty() : Optional.of(study.spec().trainer());
            return new UploadedJournal(file, whole, first.get(), trainer, partBytes);
        } catch (UnreadableJournal e) {
            throw Refusal.unreadable(e);
        }
    }

    private static Study study(Verification.Outcome outcome) {
        return switch (outcome) {
            case Verification.Outcome.Verified verified -> verified.study();
            case Verification.Outcome.Differs differs ->
                throw Refusal.undecidable(
                        "The journal does not verify: " + differs.first().message());
            case Verification.Outcome.OtherAlgorithm other ->
                throw Refusal.undecidable("Sequence " + other.sequence() + " was decided by " + other.needed()
                        + ", this is " + Suggester.ALGORITHM + ": import it where " + other.needed() + " runs.");
        };
    }

    /// Takes the parts as the owner of the study will.
    private void rehearse() throws IOException {
        Optional<Study> state = Optional.empty();
        Optional<Arrival> arrival = Optional.empty();
        try (JournalParts parts = parts()) {
            for (JournalImported part : parts) {
                switch (Arrival.take(state, arrival, part)) {
                    case Arrival.Outcome.Appended appended -> {
                        for (Arrival.Line line : appended.lines()) {
                            state = Optional.of(Study.evolve(state, line.entry()));
                            arrival = Optional.of(Arrival.after(arrival, line.entry(), line.hash(), part.total()));
                        }
                    }
                    case Arrival.Outcome.Known _ -> throw new IllegalStateException("a part comes twice");
                    case Arrival.Outcome.Unfit unfit -> throw Refusal.undecidable(unfit.reason());
                }
            }
        }
    }

    /// Its parts, as events in their order.
    JournalParts parts() throws IOException {
        return new JournalParts(Files.newBufferedReader(file), whole, partBytes);
    }

    BufferedReader lines() throws IOException {
        return Files.newBufferedReader(file);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
