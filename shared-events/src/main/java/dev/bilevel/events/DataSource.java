package dev.bilevel.events;

/// The data of a study.
///
/// @param task a GLUE task by its official name, `CoLA`, `SST-2`, …
/// @param path the folder that holds a folder named like the task, or `download`: GLUE's official files, which
///     each reader downloads for itself
/// @param validation the fraction of train that is carved off as validation
/// @param seed of that carving
public record DataSource(String task, String path, double validation, long seed) {
    /// What stands for the official files, where a folder is expected.
    public static final String DOWNLOAD = "download";

    public DataSource {
        Check.notBlank("task", task);
        Check.notBlank("path", path);
        Check.fraction("validation", validation);
    }
}
