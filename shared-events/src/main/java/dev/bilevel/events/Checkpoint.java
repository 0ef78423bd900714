package dev.bilevel.events;

/// Model weights at a step of a trial.
///
/// @param index position in the trajectory, from 0
/// @param step optimizer step after which the weights were taken, from 1
/// @param artifact the safetensors file
public record Checkpoint(int index, int step, Artifact artifact) {
    public Checkpoint {
        Check.atLeast("index", index, 0);
        Check.atLeast("step", step, 1);
        Check.present("artifact", artifact);
    }
}
