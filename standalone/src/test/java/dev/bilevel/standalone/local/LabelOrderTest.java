package dev.bilevel.standalone.local;

import dev.bilevel.encoder.Head;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LabelOrderTest {
    private static final Head TASK = new Head(false, List.of("negative", "positive"));

    @Test
    void namesDecideWhateverTheirSpelling() {
        LabelOrder order = between("Positive", "NEGATIVE");

        assertThat(order.predictions(new double[] {0, 1})).containsExactly(1, 0);
        assertThat(order.logits(new float[] {0.25f, 0.75f})).containsExactly(0.75f, 0.25f);
        assertThat(order.note()).isEmpty();
    }

    @Test
    void numbersAsNamesDecideToo() {
        assertThat(between("1", "0").predictions(new double[] {0, 1})).containsExactly(1, 0);
        assertThat(between("0", "1").predictions(new double[] {0, 1})).containsExactly(0, 1);
    }

    @Test
    void namesThatAreNotUnderstoodAreSaid() {
        LabelOrder order = between("good", "bad");

        assertThat(order.predictions(new double[] {0, 1})).containsExactly(0, 1);
        assertThat(order.note())
                .hasValue("--model: its id2label names good, bad; taken for negative, positive, in that order");
    }

    @Test
    void classesThatNobodyNamedAreTakenInOrder() {
        assertThat(between("LABEL_0", "LABEL_1").note()).isEmpty();
    }

    private static LabelOrder between(String... names) {
        return LabelOrder.between(TASK, new Head(false, List.of(names)), "SST-2");
    }
}
