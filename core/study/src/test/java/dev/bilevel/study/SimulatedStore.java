package dev.bilevel.study;

import dev.bilevel.events.FilesReleased;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A store that knows its files by the ids they go by.
final class SimulatedStore {
    private final Set<String> ids = new TreeSet<>();

    void make(String id) {
        ids.add(id);
    }

    boolean has(String id) {
        return ids.contains(id);
    }

    Set<String> ids() {
        return ids;
    }

    /// How many fused models of a trial lie here.
    long models(String trialId) {
        return ids.stream().filter(id -> id.startsWith(trialId + ".f")).count();
    }

    void release(FilesReleased order) {
        ids.removeIf(id -> isWithin(id, List.of(order.released())) && !isWithin(id, order.kept()));
    }

    private static boolean isWithin(String id, List<String> wholes) {
        return wholes.stream().anyMatch(whole -> id.equals(whole) || id.startsWith(whole + "."));
    }
}
