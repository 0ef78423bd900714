package dev.bilevel.encoder;

import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class LossWatchTest {
    private static final Head TWO_CLASSES = new Head(false, List.of("no", "yes"));
    private static final Head SCORE = new Head(true, List.of("score"));

    private static LossWatch watch(Head head, double... labels) {
        List<Example> examples = DoubleStream.of(labels)
                .mapToObj(label -> new Example("x", Optional.empty(), label))
                .toList();
        return new LossWatch(new Labels(examples, head), head);
    }

    private static LossWatch balanced() {
        return watch(TWO_CLASSES, 0, 1);
    }

    private static void check(LossWatch watch, Course course, double loss, double norm) throws Diverged {
        check(watch, course, loss, norm, 16);
    }

    private static void check(LossWatch watch, Course course, double loss, double norm, int batch) throws Diverged {
        course.take(loss, batch);
        watch.check(course, loss, norm);
    }

    /// The step that ends a training of 2,000 with these losses; 0 where none does.
    private static int endOf(LossWatch watch, IntToDoubleFunction lossAt) {
        return endOf(watch, lossAt, 16);
    }

    private static int endOf(LossWatch watch, IntToDoubleFunction lossAt, int batch) {
        Course course = Course.beginning();
        for (int step = 1; step <= 2000; step++) {
            try {
                check(watch, course, lossAt.applyAsDouble(step), 1, batch);
            } catch (Diverged e) {
                assertThat(e.step()).isEqualTo(step);
                return step;
            }
        }
        return 0;
    }

    @Test
    void aLossThatIsNoNumberEndsATrainingAtOnce() {
        Course course = Course.beginning();
        course.take(0.7, 8);
        course.take(0.6, 8);
        assertThatThrownBy(() -> check(balanced(), course, Double.NaN, 1))
                .isInstanceOf(Diverged.class)
                .hasMessage("loss is NaN and gradient norm 1.0 at step 3");
        assertThatThrownBy(() -> check(balanced(), Course.beginning(), 1, Double.POSITIVE_INFINITY))
                .isInstanceOf(Diverged.class);
    }

    @Test
    void aSpikeIsForgivenButNotAPlateauOfSpikes() throws Exception {
        LossWatch watch = balanced();
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

    @ParameterizedTest(name = "from {0} to {1} after step {2}: ends at step {3}")
    @CsvSource({
        // Nothing was learned, and it gets worse.
        "0.70, 1.6, 200, 333",
        "0.70, 5.0, 200, 216",
        "1.60, 1.6, 200, 50",
        // Something was learned, and all is forgotten: the model answers the same to everything.
        "0.10, 0.70, 1000, 1206",
        "0.34, 1.0, 1000, 1073",
    })
    void aLossThatRisesAndStaysHighEndsATraining(double before, double after, int turn, int end) {
        assertThat(endOf(balanced(), step -> step <= turn ? before : after)).isEqualTo(end);
    }

    @Test
    void itSaysFromWhereToWhereTheLossHasRisen() {
        LossWatch watch = watch(TWO_CLASSES, 0, 1, 1);
        Course course = Course.beginning();
        assertThatThrownBy(() -> {
                    for (int step = 1; step <= 400; step++) {
                        check(watch, course, step <= 100 ? 0.25 : 0.65, 1);
                    }
                })
                .isInstanceOf(Diverged.class)
                .hasMessage("mean loss has risen from 0.2500 to 0.5729 at step 229; a constant answer has 0.6365");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.65, 0.69, 1.3})
    void aTrainingThatNeverLearnsAnythingIsNoDivergence(double loss) {
        assertThat(endOf(balanced(), _ -> loss)).isZero();
    }

    @Test
    void aTrainingThatForgetsHalfOfWhatItKnewGoesOn() {
        assertThat(endOf(balanced(), step -> step <= 1000 ? 0.05 : 0.5)).isZero();
    }

    @Test
    void aBadBeginningIsForgivenOnceItIsOver() {
        assertThat(endOf(balanced(), step -> step <= 30 ? 6 : 0.6)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 16})
    void noiseIsNoRise(int batch) {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            // Most examples are easy, some are badly wrong, the more so the surer the model is.
            IntToDoubleFunction loss = step -> {
                double wrong = 0.3 - 0.27 * step / 2000;
                double sum = 0;
                for (int i = 0; i < batch; i++) {
                    double surprise = -Math.log(1 - random.nextDouble());
                    sum += random.nextDouble() < wrong ? 2 * surprise : 0.2 * surprise;
                }
                return sum / batch;
            };
            assertThat(endOf(balanced(), loss, batch)).as("seed %d", seed).isZero();
        }
    }

    @Test
    void aRegressionFromFarAwayMayComeDownSlowly() {
        LossWatch watch = watch(SCORE, 99, 100, 101);
        assertThat(endOf(watch, step -> 10_000 * Math.exp(-step / 400.0))).isZero();
        assertThat(endOf(watch, step -> step < 1000 ? 10_000 * Math.exp(-step / 100.0) : 12_000))
                .isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void labelsThatAreAllTheSameAreNoReasonToEnd(double label) {
        Random random = new Random(3);
        assertThat(endOf(watch(TWO_CLASSES, label, label), step -> random.nextDouble() / step))
                .isZero();
        assertThat(endOf(watch(SCORE, label, label), step -> random.nextDouble() / step))
                .isZero();
    }
}
