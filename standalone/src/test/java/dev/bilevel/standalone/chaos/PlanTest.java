package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.chaos.Strike.Manner;
import dev.bilevel.standalone.stack.Part;
import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PlanTest {
    private static final int SEEDS = 500;

    @Test
    void theSameSeedGivesTheSamePlanAndOthersGiveOthers() {
        Set<List<Strike>> plans = new HashSet<>();
        forSeeds(seed -> {
            assertThat(Plan.of(seed, 20, 200)).isEqualTo(Plan.of(seed, 20, 200));
            plans.add(Plan.of(seed, 20, 200));
        });
        assertThat(plans).hasSize(SEEDS);
    }

    @Test
    void aPlanStaysWhatItWas() {
        assertThat(Plan.of(5, 5, 117).stream()
                        .map(strike -> strike.entry() + "+" + strike.delayMs() + " " + strike.what()))
                .containsExactly(
                        "10+90 redis",
                        "33+17 kafka, in the middle of a transaction",
                        "72+365 trainer, in the middle of saving a checkpoint",
                        "85+361 optimizer and postgres together");
    }

    @Test
    void thereAreExactlyAsManyKillsAsAskedFor() {
        forSeeds(seed -> IntStream.rangeClosed(1, 30)
                .forEach(kills -> assertThat(Plan.of(seed, kills, 200).stream()
                                .mapToInt(Strike::kills)
                                .sum())
                        .isEqualTo(kills)));
    }

    @Test
    void everyPartsTurnComesWithinEightKillsAndEveryMannerWithinFifteen() {
        forSeeds(seed -> {
            Set<Part> struck = EnumSet.noneOf(Part.class);
            Plan.of(seed, 8, 200).forEach(strike -> struck.addAll(strike.victims()));
            assertThat(struck).containsExactlyInAnyOrder(Part.values());

            List<Strike> plan = Plan.of(seed, 15, 200);
            assertThat(plan).anyMatch(strike -> strike.victims().size() == 2);
            assertThat(plan).anyMatch(strike -> isOf(strike, Manner.TWICE, Part.EVALUATOR));
            assertThat(plan).anyMatch(strike -> isOf(strike, Manner.WIPED, Part.POSTGRES));
            assertThat(plan).anyMatch(strike -> isOf(strike, Manner.WIPED, Part.REDIS));
            assertThat(plan).anyMatch(strike -> isOf(strike, Manner.MID_SAVE, Part.TRAINER));
            assertThat(plan).anyMatch(strike -> isOf(strike, Manner.UNPUBLISHED, Part.FUSION));
            assertThat(plan).anyMatch(strike -> isOf(strike, Manner.MID_TRANSACTION, Part.OPTIMIZER));
            assertThat(plan).anyMatch(strike -> isOf(strike, Manner.MID_TRANSACTION, Part.KAFKA));
        });
    }

    @Test
    void everyRoundWaitsForTwoMomentsOfPartsThatDoNotTakeEachOthersTurn() {
        forSeeds(seed -> {
            List<Strike> waiting = Plan.of(seed, 15, 200).stream()
                    .filter(strike -> strike.manner().waits())
                    .toList();
            assertThat(waiting).hasSize(4);
            assertThat(waiting).allMatch(strike -> strike.victims().size() == 1);
            Set<Part> first = EnumSet.copyOf(waiting.get(0).victims());
            first.addAll(waiting.get(1).victims());
            assertThat(Collections.disjoint(first, Set.of(Part.TRAINER, Part.FUSION)))
                    .isFalse();
            assertThat(Collections.disjoint(first, Set.of(Part.OPTIMIZER, Part.KAFKA)))
                    .isFalse();
        });
    }

    @Test
    void aMomentIsWaitedForUntilTheJournalsEndIsNear() {
        forSeeds(seed -> assertThat(Plan.of(seed, 20, 200))
                .allSatisfy(strike ->
                        assertThat(strike.until()).isEqualTo(strike.manner().waits() ? 190 : strike.entry())));
    }

    @Test
    void nobodyIsStruckTwiceRunningSoThatNoWorkIsBlamed() {
        forSeeds(seed -> {
            List<Strike> plan = Plan.of(seed, 60, 600);
            for (int i = 1; i < plan.size(); i++) {
                assertThat(Collections.disjoint(
                                plan.get(i - 1).victims(), plan.get(i).victims()))
                        .as("seed %d: %s, %s", seed, plan.get(i - 1), plan.get(i))
                        .isTrue();
            }
        });
    }

    @Test
    void momentsSpreadOverTheJournalInOrderAndLeaveItsEndAlone() {
        forSeeds(seed -> {
            List<Strike> plan = Plan.of(seed, 20, 200);
            assertThat(plan).isSortedAccordingTo(java.util.Comparator.comparingInt(Strike::entry));
            assertThat(plan.getFirst().entry()).isBetween(2, 20);
            assertThat(plan.getLast().entry()).isBetween(160, 180);
            assertThat(plan).allMatch(strike -> strike.delayMs() >= 0 && strike.delayMs() < 400);
        });
    }

    @Test
    void aPlanForNothingIsRefused() {
        assertThatThrownBy(() -> Plan.of(1, 0, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Plan.of(1, 1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Plan.of(1, 20, 4)).isNotEmpty();
    }

    private static boolean isOf(Strike strike, Manner manner, Part part) {
        return strike.manner() == manner && strike.victims().equals(List.of(part));
    }

    private static void forSeeds(LongConsumer check) {
        for (long seed = 0; seed < SEEDS; seed++) {
            check.accept(seed);
        }
    }
}
