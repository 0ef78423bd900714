package dev.bilevel.glue;

/// The labelled files of a task. GLUE's test files have no labels and are of no use here.
public enum Part {
    /// What training and validation are taken from.
    TRAIN,
    /// The holdout. For MNLI the matched one: genres that train has as well.
    DEV,
    /// MNLI's second holdout: genres that train has not.
    DEV_MISMATCHED;

    /// Whether the task has this part: only MNLI has a mismatched dev file.
    public boolean existsFor(Task task) {
        return this != DEV_MISMATCHED || task == Task.MNLI;
    }

    /// The official name of the file in the task's folder.
    ///
    /// @throws IllegalArgumentException if the task has no such part
    public String fileName(Task task) {
        if (!existsFor(task)) {
            throw new IllegalArgumentException(
                    "part: is DEV_MISMATCHED for " + task.officialName() + ", only MNLI has one");
        }
        return switch (this) {
            case TRAIN -> "train.tsv";
            case DEV -> task == Task.MNLI ? "dev_matched.tsv" : "dev.tsv";
            case DEV_MISMATCHED -> "dev_mismatched.tsv";
        };
    }
}
