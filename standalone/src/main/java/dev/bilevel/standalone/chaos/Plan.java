package dev.bilevel.standalone.chaos;

import dev.bilevel.standalone.chaos.Strike.Manner;
import dev.bilevel.standalone.stack.Part;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Who is killed, and when: a pure function of a seed.
///
/// Parts take turns: all seven in a shuffled order, then all of them again in another. In each round two are killed
/// together. In every other round the evaluator is killed twice in a row, PostgreSQL and Redis lose their data, and
/// the moment is waited for in which a death would do the most harm: for the trainer or else for the fusion, and for
/// the optimizer or else for the broker. The seed says which begins. So 15 kills have everything, and five may have
/// two such moments.
///
/// Other moments are entries of the journal, since a study's seconds are not evenly full of events: one is drawn from
/// each of equal stretches of it.
public final class Plan {
    /// Of the journal: a kill that comes when nothing is left to do proves nothing.
    private static final double LAST_MOMENT = 0.9;
    /// Of the journal: until then the last moments are waited for. A model or two are yet to be fused and scored.
    private static final double LAST_CHANCE = 0.95;
    /// The first entries are the submission and the first suggestion.
    private static final int FIRST_ENTRY = 2;
    /// In a small study, a fusion takes some 100 ms and a training a second.
    private static final int LONGEST_DELAY_MS = 400;

    private final Random random;
    private final boolean evenTwice;
    private final boolean evenPostgres;
    private final boolean evenRedis;
    private final boolean evenMidSave;
    private final boolean evenOptimizer;

    private Plan(long seed) {
        // This generator's numbers are part of its contract, on any Java.
        random = new Random(seed);
        evenTwice = random.nextBoolean();
        evenPostgres = random.nextBoolean();
        evenRedis = random.nextBoolean();
        evenMidSave = random.nextBoolean();
        evenOptimizer = random.nextBoolean();
    }

    /// The strikes, in order of their entries.
    ///
    /// @param kills how many in all, at least 1
    /// @param entries that the journal will have, at least 4
    public static List<Strike> of(long seed, int kills, int entries) {
        if (kills < 1 || entries < 4) {
            throw new IllegalArgumentException("kills: " + kills + ", entries: " + entries);
        }
        Plan plan = new Plan(seed);
        return plan.timed(plan.strikes(kills), entries);
    }

    private List<Strike> strikes(int kills) {
        List<Strike> strikes = new ArrayList<>();
        List<Part> before = List.of();
        int left = kills;
        for (boolean even = true; left > 0; even = !even) {
            for (Strike strike : round(even, before)) {
                if (left > 0) {
                    Strike affordable = strike.kills() <= left
                            ? strike
                            : plain(strike.victims().subList(0, 1));
                    strikes.add(affordable);
                    left -= affordable.kills();
                    before = strike.victims();
                }
            }
        }
        return strikes;
    }

    /// Every part once, shuffled such that none is struck at the end of a round and at the beginning of the next: for
    /// three kills at one piece of work a worker is blamed.
    private List<Strike> round(boolean even, List<Part> before) {
        List<Strike> strikes = Arrays.stream(Part.values())
                .map(part -> strike(manner(part, even), List.of(part)))
                .collect(Collectors.toCollection(ArrayList::new));
        pair(strikes);
        do {
            shuffle(strikes);
        } while (!Collections.disjoint(strikes.getFirst().victims(), before));
        return strikes;
    }

    private Manner manner(Part part, boolean even) {
        return switch (part) {
            case EVALUATOR -> even == evenTwice ? Manner.TWICE : Manner.KILLED;
            case POSTGRES -> even == evenPostgres ? Manner.WIPED : Manner.KILLED;
            case REDIS -> even == evenRedis ? Manner.WIPED : Manner.KILLED;
            case TRAINER -> even == evenMidSave ? Manner.MID_SAVE : Manner.KILLED;
            case FUSION -> even == evenMidSave ? Manner.KILLED : Manner.UNPUBLISHED;
            case OPTIMIZER -> even == evenOptimizer ? Manner.MID_TRANSACTION : Manner.KILLED;
            case KAFKA -> even == evenOptimizer ? Manner.KILLED : Manner.MID_TRANSACTION;
        };
    }

    private void pair(List<Strike> strikes) {
        List<Strike> plain = strikes.stream()
                .filter(strike -> strike.manner() == Manner.KILLED)
                .collect(Collectors.toCollection(ArrayList::new));
        shuffle(plain);
        Strike one = plain.get(0);
        Strike other = plain.get(1);
        strikes.removeAll(List.of(one, other));
        strikes.add(plain(List.of(one.victims().getFirst(), other.victims().getFirst())));
    }

    private static Strike plain(List<Part> victims) {
        return strike(Manner.KILLED, victims);
    }

    /// It gets its time later.
    private static Strike strike(Manner manner, List<Part> victims) {
        return new Strike(0, 0, 0, manner, victims);
    }

    /// Fisher and Yates, with numbers of our own in an order of our own.
    private void shuffle(List<Strike> strikes) {
        for (int i = strikes.size() - 1; i > 0; i--) {
            Collections.swap(strikes, i, random.nextInt(i + 1));
        }
    }

    private List<Strike> timed(List<Strike> strikes, int entries) {
        double stretch = Math.max(0, LAST_MOMENT * entries - FIRST_ENTRY) / strikes.size();
        int lastChance = (int) (LAST_CHANCE * entries);
        List<Strike> timed = new ArrayList<>();
        for (int i = 0; i < strikes.size(); i++) {
            int entry = (int) (FIRST_ENTRY + stretch * (i + random.nextDouble()));
            int delay = random.nextInt(LONGEST_DELAY_MS);
            Strike strike = strikes.get(i);
            int until = strike.manner().waits() ? Math.max(entry, lastChance) : entry;
            timed.add(new Strike(entry, delay, until, strike.manner(), strike.victims()));
        }
        return timed;
    }
}
