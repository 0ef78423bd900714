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

    private static void check(LossWatch watch, Course course, double loss, double norm) throws Diverged {
        course.take(loss, 1);
        watch.check(course, loss, norm);
    }

    @Test
    void aLossThatIsNoNumberEndsATrainingAtOnce() {
        assertThatThrownBy(() -> check(watch(), new Course(2, 0, 0, 0), Double.NaN, 1))
                .isInstanceOf(Diverged.class)
                .hasMessage("loss is NaN and gradient norm 1.0 at step 3");
        assertThatThrownBy(() -> check(watch(), new Course(2, 0, 0, 0), 1, Double.POSITIVE_INFINITY))
                .isInstanceOf(Diverged.class);
    }

    @Test
    void aSpikeIsForgivenButNotAPlateauOfSpikes() throws Exception {
        LossWatch watch = watch();
        Course course = Course.beginning();
        for (int step = 1; step <= 20; step++) {
            check(watch, course, 0.7, 1);
        }
        assertThatCode(() -> check(watch, course, 60, 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> {
                    for (int step = 22; step <= 40; step++) {
                        check(watch, course, 60, 1);
                    }
                })
                .isInstanceOf(Diverged.class)
                .hasMessageContaining("mean loss is");
    }
}
