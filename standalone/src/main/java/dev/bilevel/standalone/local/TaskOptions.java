package dev.bilevel.standalone.local;

import dev.bilevel.glue.Task;
import dev.bilevel.glue.TsvColumns;
import dev.bilevel.hub.Datasets;
import dev.bilevel.hub.HubFailed;
import dev.bilevel.standalone.CommandFailed;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which task, and where its examples are.
final class TaskOptions {
    @Option(
            names = "--task",
            paramLabel = "NAME",
            description = "A task of GLUE: CoLA, SST-2, MRPC, STS-B, QQP, MNLI, QNLI, RTE or WNLI.")
    private String task;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder that holds the task's folder, or that folder; download for the official files.")
    private String data;

    @Option(
            names = "--task-file",
            paramLabel = "FILE.tsv",
            description = "A task of your own instead: texts and labels with tabs between them.")
    private Path taskFile;

    @Option(
            names = "--text",
            split = ",",
            paramLabel = "COLUMN",
            description =
                    "Of --task-file: one column, or two for a pair, by name or number. Default: the one or two beside the label.")
    private List<String> texts = new ArrayList<>();

    @Option(names = "--label", paramLabel = "COLUMN", description = "Of --task-file. Default: the last.")
    private String label;

    @Option(
            names = "--header",
            negatable = true,
            description = "Whether the first line of --task-file names its columns. Default: guessed.")
    private Boolean header;

    /// What the options ask for; their values are not looked at yet.
    sealed interface Asked {}

    /// @param folder holds one folder for each task, or is the task's own
    record AskedGlue(Task task, Path folder) implements Asked {}

    record AskedOwn(Path file, TsvColumns columns) implements Asked {
        /// The file's name without its ending.
        String name() {
            return file.getFileName().toString().replaceFirst("[.][^.]*$", "");
        }
    }

    /// @throws CommandFailed (wrong input) unless exactly one task is asked for, in full
    Asked asked() {
        if ((task == null) == (taskFile == null)) {
            throw CommandFailed.wrongInput("--task: is " + (task == null ? "absent" : "there beside --task-file")
                    + ", expected either --task NAME --data DIR or --task-file FILE.tsv");
        }
        return task != null ? glue() : own();
    }

    private AskedGlue glue() {
        Task known = Task.named(task)
                .orElseThrow(() -> CommandFailed.wrongInput(
                        "--task: is '" + task + "', expected one of " + String.join(", ", Task.names())));
        if (data == null) {
            throw CommandFailed.wrongInput("--data: is absent, expected the folder that holds " + task + "/");
        }
        if (!texts.isEmpty() || label != null || header != null) {
            throw CommandFailed.wrongInput("--text, --label, --header: are there beside --task, expected --task-file");
        }
        return new AskedGlue(known, located(known));
    }

    private Path located(Task known) {
        try {
            return Datasets.locate(data, known, new Downloads(System.err));
        } catch (HubFailed e) {
            throw Downloads.failed("--data", e);
        }
    }

    private AskedOwn own() {
        if (data != null) {
            throw CommandFailed.wrongInput("--data: is there beside --task-file, expected --task");
        }
        TsvColumns.Header headed = header == null
                ? TsvColumns.Header.GUESSED
                : header ? TsvColumns.Header.PRESENT : TsvColumns.Header.ABSENT;
        try {
            return new AskedOwn(taskFile, new TsvColumns(texts, Optional.ofNullable(label), headed));
        } catch (IllegalArgumentException e) {
            throw CommandFailed.wrongInput("--" + e.getMessage());
        }
    }
}
