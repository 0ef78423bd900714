package dev.bilevel.standalone.progress;

import dev.bilevel.standalone.progress.Snapshot.Fusing;
import dev.bilevel.standalone.progress.Snapshot.Training;
import dev.bilevel.standalone.progress.Snapshot.Waiting;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.OptionalDouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SnapshotTest {
    @Test
    void aTrainingTrialIsShownWithItsStepAndLoss() {
        Snapshot snapshot =
                new Snapshot(8, 3, 1, 10, Optional.of(new Training(3, 40, 120, 0.61234)), OptionalDouble.of(0.8125));

        assertThat(snapshot.line())
                .isEqualTo("3/8 trials (1 failed) · trial 3 trains: step 40/120, loss 0.6123 · best 0.8125");
        assertThat(snapshot.fraction()).isCloseTo((3 + 0.5 / 3) / 8, within(1e-12));
    }

    @Test
    void theInnerLoopIsTheSecondHalfOfATrial() {
        Snapshot snapshot = new Snapshot(8, 0, 0, 10, Optional.of(new Fusing(0, 4)), OptionalDouble.empty());

        assertThat(snapshot.line()).isEqualTo("0/8 trials · trial 0 fuses: 4/10");
        assertThat(snapshot.fraction()).isCloseTo(0.7 / 8, within(1e-12));
    }

    @Test
    void afterTheLastFusionTheTrialIsScored() {
        Snapshot snapshot = new Snapshot(8, 0, 0, 10, Optional.of(new Fusing(0, 10)), OptionalDouble.empty());

        assertThat(snapshot.line()).isEqualTo("0/8 trials · trial 0 is scored");
    }

    @Test
    void aTrialThatNobodyTookYetCountsNothing() {
        Snapshot snapshot = new Snapshot(8, 2, 0, 10, Optional.of(new Waiting(2)), OptionalDouble.empty());

        assertThat(snapshot.line()).isEqualTo("2/8 trials · trial 2 waits for a trainer");
        assertThat(snapshot.fraction()).isEqualTo(0.25);
    }

    @Test
    void theEndIsTheWhole() {
        Snapshot snapshot = new Snapshot(8, 8, 0, 10, Optional.empty(), OptionalDouble.of(1));

        assertThat(snapshot.fraction()).isEqualTo(1);
        assertThat(snapshot.line()).isEqualTo("8/8 trials · best 1.0000");
    }
}
