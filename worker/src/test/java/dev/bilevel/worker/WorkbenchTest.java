package dev.bilevel.worker;

import dev.bilevel.events.Event;
import dev.bilevel.events.FailureReason;
import dev.bilevel.events.ModelFused;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static dev.bilevel.worker.Samples.failure;
import static dev.bilevel.worker.Samples.fused;
import static dev.bilevel.worker.Samples.record;
import static dev.bilevel.worker.Samples.work;
import static org.assertj.core.api.Assertions.assertThat;

class WorkbenchTest {
    private final KeptOutbox outbox = new KeptOutbox();
    private final KeptBoard board = new KeptBoard();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ModelFused order = fused("study.t0.f0");
    private final Event answer = failure(order, FailureReason.INVALID, "as the work says");

    @Test
    void whatTheWorkReturnsIsPublishedAndTheRecordAccepted() {
        assertThat(bench((event, attempt) -> List.of(answer)).handle(record(order, 1)))
                .isEqualTo(Workbench.Verdict.ACCEPT);

        assertThat(outbox.published).containsExactly(answer);
        assertThat(meters.timer("bilevel.work", "kind", "model-fused", "outcome", "done")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void failedWorkIsAnsweredWithItsReasonAndMessage() {
        Workbench bench = bench((event, attempt) -> {
            throw new WorkFailed(FailureReason.UNREADABLE, "a.safetensors: is missing,\n expected a file");
        });

        assertThat(bench.handle(record(order, 1))).isEqualTo(Workbench.Verdict.ACCEPT);

        assertThat(outbox.published)
                .containsExactly(
                        failure(order, FailureReason.UNREADABLE, "a.safetensors: is missing, expected a file"));
        assertThat(meters.timer("bilevel.work", "kind", "model-fused", "outcome", "unreadable")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void failedWorkThatNobodyWaitsForBecomesADeadLetterWithItsReason() {
        Workbench bench = bench(Samples.unsaid((event, attempt) -> {
            throw new WorkFailed(FailureReason.UNREADABLE, "the disk says no");
        }));

        assertThat(bench.handle(record(order, 1))).isEqualTo(Workbench.Verdict.ACCEPT);

        assertThat(outbox.published).isEmpty();
        assertThat(outbox.reasons).containsExactly("the disk says no");
        assertThat(meters.counter("bilevel.work.dead.letters").count()).isEqualTo(1);
    }

    @Test
    void workThatNobodyWaitsForMayAnswerNothing() {
        Workbench bench = bench(Samples.unsaid((event, attempt) -> List.of()));

        assertThat(bench.handle(record(order, 1))).isEqualTo(Workbench.Verdict.ACCEPT);
        assertThat(outbox.reasons).isEmpty();
    }

    @Test
    void anUnforeseenExceptionIsAnsweredAsACrash() {
        Workbench bench = bench((event, attempt) -> {
            throw new ArithmeticException("by zero");
        });

        assertThat(bench.handle(record(order, 1))).isEqualTo(Workbench.Verdict.ACCEPT);
        assertThat(outbox.published)
                .containsExactly(failure(order, FailureReason.CRASHED, "java.lang.ArithmeticException: by zero"));
    }

    @Test
    void theThirdDeliveryIsStillWorkedOnAndCountedAsARedelivery() {
        AtomicInteger number = new AtomicInteger();
        Workbench bench = bench((event, attempt) -> {
            number.set(attempt.number());
            return List.of(answer);
        });

        bench.handle(record(order, 3));

        assertThat(number).hasValue(3);
        assertThat(meters.counter("bilevel.work.redeliveries").count()).isEqualTo(1);
    }

    @Test
    void theFourthDeliveryIsAnsweredAsACrashWithoutWorking() {
        Workbench bench = bench((event, attempt) -> {
            throw new AssertionError("must not be called");
        });

        assertThat(bench.handle(record(order, 4))).isEqualTo(Workbench.Verdict.ACCEPT);
        assertThat(outbox.published)
                .singleElement()
                .asString()
                .contains("CRASHED")
                .contains("delivery 4");
    }

    @Test
    void whatCannotBePublishedIsReleased() {
        outbox.refuses = true;

        assertThat(bench((event, attempt) -> List.of(answer)).handle(record(order, 1)))
                .isEqualTo(Workbench.Verdict.RELEASE);
    }

    @Test
    void anIntermediateEventThatCannotBePublishedReleasesTheRecordInsteadOfFailingTheWork() {
        outbox.refuses = true;
        Workbench bench = bench((event, attempt) -> {
            attempt.publish(answer);
            return List.of();
        });

        assertThat(bench.handle(record(order, 1))).isEqualTo(Workbench.Verdict.RELEASE);
        assertThat(outbox.published).isEmpty();
    }

    @Test
    void aRecordWithoutAnEventTypeBecomesADeadLetter() {
        byte[] rubbish = "rubbish".getBytes(StandardCharsets.UTF_8);

        assertThat(bench((event, attempt) -> List.of(answer)).handle(record(Map.of(), rubbish, 1)))
                .isEqualTo(Workbench.Verdict.ACCEPT);

        assertThat(outbox.published).isEmpty();
        assertThat(outbox.reasons).singleElement().asString().contains("ce_specversion");
        assertThat(meters.counter("bilevel.work.dead.letters").count()).isEqualTo(1);
    }

    @Test
    void jsonThatIsNullBecomesADeadLetterToo() {
        Map<String, String> headers = Map.of("ce_specversion", "1.0", "ce_type", "dev.bilevel.files-released.v1");

        assertThat(bench((event, attempt) -> List.of(answer))
                        .handle(record(headers, "null".getBytes(StandardCharsets.UTF_8), 1)))
                .isEqualTo(Workbench.Verdict.ACCEPT);

        assertThat(outbox.reasons).containsExactly("value: is null, expected an object");
    }

    @Test
    void anEventOfAnotherTopicBecomesADeadLetterThatNamesWhatWasExpected() {
        bench((event, attempt) -> List.of(answer)).handle(record(Samples.foreign(), 1));

        assertThat(outbox.reasons)
                .containsExactly("ce_type: is 'dev.bilevel.study-cancelled.v1', expected 'dev.bilevel.model-fused.v1'"
                        + " on this topic");
    }

    @Test
    void aDeadLetterThatCannotBePublishedIsReleased() {
        outbox.refuses = true;

        assertThat(bench((event, attempt) -> List.of(answer)).handle(record(Map.of(), null, 1)))
                .isEqualTo(Workbench.Verdict.RELEASE);
    }

    @Test
    void workThatWasStoppedIsReleasedWithoutAnAnswer() {
        AtomicReference<Workbench> bench = new AtomicReference<>();
        bench.set(bench((event, attempt) -> {
            bench.get().stop();
            assertThat(attempt.cancelled()).isTrue();
            throw new WorkFailed(FailureReason.CANCELLED, "stopped");
        }));

        assertThat(bench.get().handle(record(order, 1))).isEqualTo(Workbench.Verdict.RELEASE);
        assertThat(outbox.published).isEmpty();
    }

    @Test
    void theLogKnowsWhatTheWorkIsAboutAndForgetsItAfterwards() {
        AtomicReference<Map<String, Object>> seen = new AtomicReference<>();
        Workbench bench = bench((event, attempt) -> {
            seen.set(Map.copyOf(MDC.getMap()));
            return List.of(answer);
        });

        bench.handle(record(order, 1));

        assertThat(seen.get())
                .containsEntry("studyId", "study")
                .containsEntry("trialId", "study.t0")
                .containsEntry("fusionId", "study.t0.f0");
        assertThat(MDC.getMap()).isEmpty();
    }

    @Test
    void aCancelledStudyIsToldToItsWork() {
        board.cancelled = true;
        AtomicReference<Workbench> bench = new AtomicReference<>();
        bench.set(bench((event, attempt) -> {
            RunningAttempt running = bench.get().current();
            board.ifCancelled(running.studyId(), running::cancelStudy);
            assertThat(attempt.cancelled()).isTrue();
            throw new WorkFailed(FailureReason.CANCELLED, "the study was cancelled");
        }));

        bench.get().handle(record(order, 1));

        assertThat(outbox.published)
                .containsExactly(failure(order, FailureReason.CANCELLED, "the study was cancelled"));
    }

    @Test
    void ofManyStepsOnlyTheFirstAndTheLastAreToldWithinAMoment() {
        Workbench bench = bench((event, attempt) -> {
            for (int step = 1; step <= 1000; step++) {
                attempt.progress("study.t0", new Progress(0, step, 1000, 1, 1, 0.5, 1e-3));
            }
            return List.of(answer);
        });

        bench.handle(record(order, 1));

        assertThat(board.told).hasSize(2);
        assertThat(board.told.getLast().step()).isEqualTo(1000);
    }

    private Workbench bench(Samples.Deed deed) {
        return bench(work(deed));
    }

    private Workbench bench(Work<?> work) {
        WorkerConfig config = Samples.config(Map.of("bilevel.worker.progress-every", "1h"));
        return new Workbench(List.of(work), outbox, board, new WorkMetrics(meters), config);
    }
}
