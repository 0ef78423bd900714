package dev.bilevel.events;

/// The data of a study.
///
/// @param task a GLUE task by its official name, `CoLA`, `SST-2`, …
/// @param path the folder that holds a folder named like the task
/// @param validation the fraction of train that is carved off as validation
/// @param seed of that carving
public record DataSource(String task, String path, double validation, long seed) {
    public DataSource {
        Check.notBlank("task", task);
        Check.notBlank("path", path);
        Check.fraction("validation", validation);
    }
}
