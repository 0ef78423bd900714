package dev.bilevel.standalone.stack;

import org.junit.jupiter.api.Test;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

class RestartsTest {
    private final Restarts restarts = new Restarts();

    @Test
    void aPartThatKeepsEndingIsStartedThreeTimesInARowAndNoMore() {
        assertThat(after(0)).hasValue(1);
        assertThat(after(10)).hasValue(2);
        assertThat(after(69)).hasValue(3);
        assertThat(after(70)).isEmpty();
        assertThat(after(71)).isEmpty();
    }

    @Test
    void aPartThatRanForAMinuteBeginsANewRow() {
        assertThat(after(0)).hasValue(1);
        assertThat(after(5)).hasValue(2);
        assertThat(after(65)).hasValue(1);
        assertThat(after(66)).hasValue(2);
    }

    @Test
    void eachPartHasARowOfItsOwn() {
        after(0);
        after(1);
        assertThat(restarts.next(Part.FUSION, 2)).hasValue(1);
        assertThat(after(2)).hasValue(3);
    }

    private OptionalInt after(long seconds) {
        return restarts.next(Part.TRAINER, TimeUnit.SECONDS.toNanos(seconds));
    }
}
