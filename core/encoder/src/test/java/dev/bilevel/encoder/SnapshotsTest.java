package dev.bilevel.encoder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SnapshotsTest {
    @Test
    void theySpreadEvenlyFromTheFractionToTheLastStep() {
        assertThat(new Snapshots(5, 0).of(100)).containsExactly(20, 40, 60, 80, 100);
        assertThat(new Snapshots(5, 0.5).of(100)).containsExactly(60, 70, 80, 90, 100);
        assertThat(new Snapshots(5, 0.3).of(80)).containsExactly(36, 47, 58, 69, 80);
        assertThat(new Snapshots(1, 0.9).of(7)).containsExactly(7);
    }

    @Test
    void aWindowTooNarrowForAllOfThemGrowsToTheLeft() {
        assertThat(new Snapshots(4, 0.9).of(10)).containsExactly(7, 8, 9, 10);
        assertThat(new Snapshots(3, 0.99).of(3)).containsExactly(1, 2, 3);
    }

    @Test
    void theyAreAlwaysAsManyAsAskedDistinctAndEndWithTheLastStep() {
        for (int steps = 1; steps < 60; steps++) {
            for (int count = 1; count <= steps; count++) {
                for (double from : new double[] {0, 0.1, 0.5, 0.7, 0.99}) {
                    int[] due = new Snapshots(count, from).of(steps);
                    assertThat(due)
                            .hasSize(count)
                            .doesNotHaveDuplicates()
                            .isSorted()
                            .endsWith(steps);
                    assertThat(due[0]).isPositive();
                }
            }
        }
    }

    @Test
    void fewerStepsThanSnapshotsAreRefused() {
        assertThatThrownBy(() -> new Snapshots(5, 0).of(4))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessageContaining("training.checkpoints: is 5")
                .hasMessageContaining("which is 4");
    }

    @Test
    void aFractionOutsideItsRangeIsRefused() {
        assertThatThrownBy(() -> new Snapshots(5, 1)).hasMessageContaining("training.from: is 1.0");
        assertThatThrownBy(() -> new Snapshots(5, Double.NaN)).hasMessageContaining("training.from: is NaN");
        assertThatThrownBy(() -> new Snapshots(0, 0)).hasMessageContaining("training.checkpoints: is 0");
    }
}
