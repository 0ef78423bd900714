package dev.bilevel.standalone.local;

import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.standalone.local.CommandLines.Ended;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/// What is wrong is one line, exit status 2, and nothing is left behind.
class WrongInputTest {
    @TempDir
    Path folder;

    private Path out;
    private Path tiny;

    @BeforeEach
    void anOutFolderAndATinyTask() throws IOException {
        out = folder.resolve("out");
        tiny = CommandLines.write(folder.resolve("tiny.tsv"), "warm\t1\ndull\t0\n".repeat(20));
    }

    @Test
    void aTaskMustBeOneOfGlues() {
        assertThat(finetune("--task", "mrpc", "--data", CommandLines.DATA))
                .isEqualTo("--task: is 'mrpc', expected one of CoLA, SST-2, MRPC, STS-B, QQP, MNLI, QNLI, RTE, WNLI");
    }

    @Test
    void aTaskIsEitherGluesOrOnesOwn() {
        assertThat(finetune()).startsWith("--task: is absent, expected either --task NAME --data DIR or --task-file");
        assertThat(finetune("--task", "CoLA", "--task-file", tiny)).startsWith("--task: is there beside --task-file");
        assertThat(finetune("--task", "CoLA")).isEqualTo("--data: is absent, expected the folder that holds CoLA/");
        assertThat(finetune("--task-file", tiny, "--data", folder)).startsWith("--data: is there beside --task-file");
        assertThat(finetune("--task", "SST-2", "--data", CommandLines.DATA, "--dev-file", tiny))
                .startsWith("--dev-file: is there beside --task");
        assertThat(finetune("--task", "SST-2", "--data", CommandLines.DATA, "--label", "x"))
                .startsWith("--text, --label, --header: are there beside --task");
        assertThat(finetune("--task", "SST-2", "--data", CommandLines.DATA, "--kind", "regression"))
                .startsWith("--kind: is there beside --task");
    }

    @Test
    void missingDataIsSaidWithWhereToGetIt() {
        assertThat(finetune("--task", "CoLA", "--data", CommandLines.DATA))
                .contains("CoLA", "https://gluebenchmark.com/tasks");
        assertThat(finetune("--task", "QNLI", "--data", CommandLines.DATA.resolve("SST-2")))
                .contains("expected the folder that holds QNLI/");
    }

    @Test
    void aModelThatCannotBeReadIsNamed() throws IOException {
        assertThat(CommandLines.run("finetune", "--model", folder.resolve("none"), "--task-file", tiny, "--out", out)
                        .errors())
                .containsExactly("bilevel: --model: there is no folder '" + folder.resolve("none")
                        + "', and no model of the hub is called like that; expected a folder or owner/name");
        Path broken = folder.resolve("broken");
        CommandLines.write(broken.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        assertThat(CommandLines.run("finetune", "--model", broken, "--task-file", tiny, "--out", out)
                        .errors())
                .containsExactly("bilevel: --model: " + broken.resolve("config.json")
                        + ": model_type is \"gpt2\", expected roberta or bert");
    }

    @Test
    void numbersOutOfRangeAreNamedByTheirOption() {
        assertThat(finetune("--learning-rate", "3")).isEqualTo("--learning-rate: is 3, expected above 0, at most 1");
        assertThat(finetune("--set", "batchSize=0")).isEqualTo("--batch-size: is 0, expected 1 to 4096");
        assertThat(finetune("--epochs", "2.5")).startsWith("--epochs: is 2.5, expected a whole number");
        assertThat(finetune("--weight-decay", "much")).isEqualTo("--weight-decay: is 'much', expected a number");
        assertThat(finetune("--schedule", "wavy")).startsWith("--schedule: is 'wavy', expected ");
        assertThat(finetune("--set", "colour=red")).startsWith("colour: is no hyperparameter");
        assertThat(finetune("--epochs", 2, "--set", "epochs=3"))
                .isEqualTo("--set epochs: is there beside --epochs, expected one of the two");
        assertThat(finetune("--threads", "0")).isEqualTo("--threads: is 0, expected 1 to 1024");
        assertThat(finetune("--max-length", "2")).startsWith("--max-length: is 2, expected");
        assertThat(finetune("--precision", "fp16")).isEqualTo("--precision: is 'fp16', expected bf16 or fp32");
        assertThat(finetune("--device", "tpu")).startsWith("--device: is tpu, expected");
        assertThat(finetune("--snapshots", "0")).isEqualTo("--snapshots: is 0, expected 1 to 1000");
        assertThat(finetune("--snapshots-from", "1")).startsWith("--snapshots-from: is 1.0, expected");
        assertThat(finetune("--task-file", tiny, "--epochs", 1, "--snapshots", 5))
                .startsWith("--snapshots: is 5, expected at most the number of optimizer steps");
    }

    @Test
    void aStepIsNotTimedBeyondTheModelsPositions() {
        assertThat(only(CommandLines.run("bench", "step", "--model", CommandLines.MICRO, "--max-length", 1000)))
                .isEqualTo("--max-length: is 1000, expected at most 64, the positions that the model has");
    }

    @Test
    void aFolderThatHoldsSomethingIsLeftAlone() throws IOException {
        Path kept = CommandLines.write(out.resolve("thesis.txt"), "years of work");

        assertThat(finetune("--task-file", tiny))
                .isEqualTo("--out: " + out + " is not empty, expected a new or an empty folder");
        assertThat(finetune("--task-file", tiny, "--resume"))
                .isEqualTo("--resume: " + out + " has no training.json, expected the folder of a training that was"
                        + " interrupted");
        assertThat(kept).hasContent("years of work");
        assertThat(out).isDirectoryContaining(file -> file.endsWith("thesis.txt"));
        Path file = folder.resolve("file");
        Files.writeString(file, "");
        assertThat(CommandLines.finetune(file, "--task-file", tiny).errors().getFirst())
                .contains("is a file, expected");
    }

    @Test
    void aFolderThatAnotherProcessFillsIsRefused() throws IOException {
        Files.createDirectories(out);
        try (FileChannel lock =
                        FileChannel.open(out.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = lock.lock()) {
            assertThat(finetune("--task-file", tiny))
                    .isEqualTo("--out: " + out + " is in use, expected a folder that no other process fills");
            assertThat(fuse("1", tiny)).endsWith("is in use, expected a folder that no other process fills");
        }
    }

    @Test
    void anotherSettingIsNotResumed() throws IOException {
        Path done = folder.resolve("done");
        assertThat(CommandLines.finetune(done, "--task-file", tiny, "--snapshots", 1)
                        .status())
                .isZero();

        assertThat(CommandLines.finetune(done, "--task-file", tiny, "--snapshots", 1, "--resume", "--seed", 2)
                        .errors())
                .containsExactly("bilevel: --resume: seed is 2, but the training began with 1");
        assertThat(CommandLines.finetune(done, "--task-file", tiny, "--snapshots", 1, "--resume", "--label", 1)
                        .errors())
                .containsExactly("bilevel: --resume: label is 1, but the training began with absent");
        Files.writeString(tiny, "wise\t1\n", java.nio.file.StandardOpenOption.APPEND);
        assertThat(CommandLines.finetune(done, "--task-file", tiny, "--snapshots", 1, "--resume")
                        .errors()
                        .getFirst())
                .startsWith("bilevel: --resume: data is ");
    }

    @Test
    void aTrainingsOwnFilesAreCheckedBeforeTheyAreBelieved() throws IOException {
        Path done = folder.resolve("done");
        CommandLines.finetune(done, "--task-file", tiny, "--snapshots", 1);
        for (String name : List.of("result.json", "training.json")) {
            CommandLines.write(done.resolve(name), name.startsWith("r") ? "[]" : "{\"task\": ");
            assertThat(CommandLines.finetune(done, "--task-file", tiny, "--snapshots", 1, "--resume")
                            .errors())
                    .containsExactly("bilevel: --resume: " + done.resolve(name)
                            + " is no JSON object, expected what a training wrote");
        }
    }

    @Test
    void aTrainingThatEndedIsNotBelievedWhereItsModelIsGone() throws IOException {
        Path done = folder.resolve("done");
        CommandLines.finetune(done, "--task-file", tiny, "--snapshots", 1);
        Path moved = Files.move(done, folder.resolve("moved"));
        assertThat(CommandLines.finetune(moved, "--task-file", tiny, "--snapshots", 1, "--resume")
                        .json()
                        .path("out")
                        .textValue())
                .isEqualTo(moved.toString());

        Files.writeString(moved.resolve("model.safetensors"), "");
        assertThat(CommandLines.finetune(moved, "--task-file", tiny, "--snapshots", 1, "--resume")
                        .errors())
                .singleElement()
                .asString()
                .startsWith("bilevel: --resume: " + moved.resolve("model.safetensors") + " has 0 bytes, expected ");
        Files.delete(moved.resolve("config.json"));
        assertThat(CommandLines.finetune(moved, "--task-file", tiny, "--snapshots", 1, "--resume")
                        .errors())
                .containsExactly("bilevel: --resume: " + moved.resolve("config.json") + " is missing, as the training"
                        + " left it; expected its whole folder, or another --out to train anew");
    }

    @Test
    void nothingIsLeftOfATrainingThatCannotBegin() {
        assertThat(finetune("--task-file", tiny, "--snapshots", 100)).startsWith("--snapshots");
        assertThat(out).doesNotExist();
    }

    @Test
    void aModelWithoutAHeadCannotBeEvaluated() throws IOException {
        Path headless = folder.resolve("headless");
        CommandLines.finetune(headless, "--task-file", tiny, "--snapshots", 1);
        assertThat(evaluate(folder.resolve("nowhere"))).startsWith("--model: there is no folder '");
        assertThat(evaluate(headless, "--task", "MNLI", "--data", folder)).contains("no folder");
        Path mnli = folder.resolve("MNLI/dev_matched.tsv");
        CommandLines.write(mnli, "sentence1\tsentence2\tgold_label\na\tb\tneutral\n");
        assertThat(evaluate(headless, "--task", "MNLI", "--data", folder))
                .isEqualTo("--model: has a head for 2 classes, expected one for 3 classes, as MNLI has them");
        CommandLines.write(tiny, "warm\tgood\ndull\t0\n");
        assertThat(evaluate(headless, "--task-file", tiny, "--no-header"))
                .endsWith("line 1: label is 'good', expected one of 0, 1");
        assertThat(evaluate(headless, "--task", "SST-2", "--data", CommandLines.DATA, "--split", "test"))
                .isEqualTo("--split: is 'test', expected train, dev or dev-mismatched");
        assertThat(evaluate(headless, "--task", "SST-2", "--data", CommandLines.DATA, "--split", "dev-mismatched"))
                .contains("only MNLI has it");
        assertThat(evaluate(headless, "--task-file", tiny, "--predictions", folder.resolve("no/where.tsv")))
                .contains("--predictions: ", "is no folder that can be written");
        assertThat(evaluate(headless, "--task-file", tiny, "--split", "train"))
                .isEqualTo("--split: is there beside --task-file, expected --task");
        CommandLines.write(tiny, "warm\t1\ndull\t0\n");
        for (Path input : List.of(tiny, headless.resolve("model.safetensors"), headless.resolve("config.json"))) {
            assertThat(evaluate(headless, "--task-file", tiny, "--predictions", input))
                    .isEqualTo("--predictions: " + input + " is read for the predictions, expected another file");
        }
    }

    @Test
    void weightsOfAFusionMustFitItsCheckpoints() throws IOException {
        Path a = folder.resolve("a.safetensors");
        Files.writeString(a, "no tensors");

        assertThat(fuse("0.5,0.5", a)).isEqualTo("--weights: are 2 numbers, expected one for each of 1 checkpoints");
        assertThat(fuse("half", a)).startsWith("--weights: has 'half', expected finite numbers");
        assertThat(fuse("NaN", a)).startsWith("--weights: has 'NaN', expected finite numbers");
        assertThat(fuse("0", a)).isEqualTo("--weights: are all zero, expected at least one that is not");
        assertThat(fuse("1", folder.resolve("b"))).contains("b: is no file and no folder with model.safetensors");
        assertThat(fuse("1", a)).contains("a.safetensors", "safetensors file?");
        assertThat(out).doesNotExist();
        Path empty = SafetensorsWriter.write(folder.resolve("empty.safetensors"), List.of(), Map.of())
                .path();
        assertThat(fuse("1", empty)).isEqualTo(empty + ": holds no tensors, expected a model's");
        CommandLines.write(out.resolve("x"), "");
        assertThat(fuse("1", a)).endsWith("is not empty, expected a new or an empty folder");
    }

    @Test
    void whatAKilledFusionLeftIsInNobodysWay() throws IOException {
        Path a = folder.resolve("a.safetensors");
        Files.writeString(a, "no tensors");
        Path part = CommandLines.write(out.resolve(".model.safetensors.1234.part"), "half a mod");

        assertThat(fuse("1", a)).contains("safetensors file?");
        assertThat(part).doesNotExist();
        Path mine = CommandLines.write(out.resolve(".mine.part"), "half a song");
        assertThat(fuse("1", a)).endsWith("is not empty, expected a new or an empty folder");
        assertThat(mine).exists();
    }

    private String finetune(Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("finetune", "--model", CommandLines.MICRO, "--random-weights", "--out", out));
        arguments.addAll(List.of(more));
        return only(CommandLines.run(arguments.toArray()));
    }

    private static String evaluate(Path model, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("evaluate", "--model", model));
        arguments.addAll(List.of(more));
        if (more.length == 0) {
            arguments.addAll(List.of("--task", "SST-2", "--data", CommandLines.DATA));
        }
        return only(CommandLines.run(arguments.toArray()));
    }

    @Test
    void aShardMustHaveASize() throws IOException {
        Path checkpoint = folder.resolve("c.safetensors");
        Files.writeString(checkpoint, "never read");

        for (String size : List.of("big", "0", "-5MB", "5 parsecs", "9999999999TB")) {
            assertThat(fuse("1", checkpoint, "--shard-size=" + size))
                    .isEqualTo("--shard-size: is '" + size + "', expected a size such as 5GB, 500MB or 2GiB");
        }
        assertThat(out).doesNotExist();
    }

    private String fuse(String weights, Path checkpoint, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("fuse", "--weights", weights, "--out", out));
        arguments.addAll(List.of(more));
        arguments.add(checkpoint);
        return only(CommandLines.run(arguments.toArray()));
    }

    private static String only(Ended ended) {
        assertThat(ended.errors()).hasSize(1);
        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        return ended.errors().getFirst().substring("bilevel: ".length());
    }
}
