package dev.bilevel.optimizer.messaging;

import jakarta.enterprise.context.ApplicationScoped;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What this process knows of the journal's partitions, its own and the others'.
@ApplicationScoped
class Folds {
    private final Map<Integer, Fold> byPartition = new ConcurrentHashMap<>();
    private final Beginnings beginnings;

    Folds(Beginnings beginnings) {
        this.beginnings = beginnings;
    }

    Fold of(int partition) {
        return byPartition.computeIfAbsent(partition, number -> new Fold(number, beginnings));
    }
}
