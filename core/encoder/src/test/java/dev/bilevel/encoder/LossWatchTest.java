package dev.bilevel.encoder;

import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LossWatchTest {
    private static LossWatch watch() {
        Head head = new Head(false, List.of("no", "yes"));
        return new LossWatch(new Labels(List.of(new Example("x", Optional.empty(), 1)), head), head);
    }

    @Test
    void aLossThatIsNoNumberEndsATrainingAtOnce() {
        assertThatThrownBy(() -> watch().check(3, Double.NaN, 1))
                .isInstanceOf(Diverged.class)
                .hasMessage("loss is NaN and gradient norm 1.0 at step 3");
        assertThatThrownBy(() -> watch().check(3, 1, Double.POSITIVE_INFINITY)).isInstanceOf(Diverged.class);
    }

    @Test
    void aSpikeIsForgivenButNotAPlateauOfSpikes() throws Exception {
        LossWatch watch = watch();
        for (int step = 1; step <= 20; step++) {
            watch.check(step, 0.7, 1);
        }
        assertThatCode(() -> watch.check(21, 60, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> {
                    for (int step = 22; step <= 40; step++) {
                        watch.check(step, 60, 1);
                    }
                })
                .isInstanceOf(Diverged.class)
                .hasMessageContaining("mean loss is");
    }
}
