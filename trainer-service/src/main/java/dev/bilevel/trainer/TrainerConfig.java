package dev.bilevel.trainer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import java.time.Duration;

/// What this trainer is, and its habits.
@ConfigMapping(prefix = "bilevel.trainer")
interface TrainerConfig {

    /// Its name in a study's spec.
    String kind();

    /// How often the state of a training is saved, three times the size of a checkpoint: a trainer that is killed loses
    /// no more than this. Trainings that are shorter save none.
    @WithDefault("2m")
    Duration saveEvery();
}
