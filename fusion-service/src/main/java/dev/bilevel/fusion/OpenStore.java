package dev.bilevel.fusion;

import dev.bilevel.checkpoints.CheckpointStore;
import dev.bilevel.worker.StoreConfig;
import dev.bilevel.worker.store.Stores;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// One store for all that this service does: its copies have one limit, and its memory of verified files is shared.
class OpenStore {

    @Produces
    @Singleton
    CheckpointStore open(StoreConfig config) {
        return Stores.open(config);
    }
}
