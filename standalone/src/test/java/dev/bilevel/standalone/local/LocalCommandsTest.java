package dev.bilevel.standalone.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.encoder.ComputeSettings;
import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.encoder.Snapshots;
import dev.bilevel.glue.OwnTask;
import dev.bilevel.glue.TsvColumns;
import dev.bilevel.standalone.local.CommandLines.Ended;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// From random weights to a folder, its metrics and its fusions, as a person types it.
class LocalCommandsTest {
    @TempDir
    static Path folder;

    private static Path trained;
    private static Ended training;

    @BeforeAll
    static void aModelIsTrained() {
        trained = folder.resolve("trained");
        training = CommandLines.finetune(trained, "--task", "SST-2", "--data", CommandLines.DATA, "--snapshots", 3);
    }

    @Test
    void aTrainingLeavesAModelItsTrajectoryAndWhatItCameTo() throws Exception {
        assertThat(training.errors()).isEmpty();
        assertThat(training.status()).isZero();
        JsonNode result = training.json();

        assertThat(result.path("task").textValue()).isEqualTo("SST-2");
        assertThat(result.at("/metrics/accuracy").doubleValue()).isGreaterThan(0.75);
        assertThat(result.path("trainingLoss").doubleValue()).isBetween(0.05, 0.69);
        assertThat(result.path("steps").intValue()).isEqualTo(100);
        assertThat(result.path("trainingExamplesPerSecond").doubleValue()).isPositive();
        assertThat(result.path("evaluationExamplesPerSecond").doubleValue()).isPositive();
        assertThat(result.path("peakMemoryBytes").longValue()).isGreaterThan(50_000_000);
        assertThat(names(trained))
                .containsExactlyInAnyOrder(
                        "checkpoints",
                        "config.json",
                        "model.safetensors",
                        "result.json",
                        "tokenizer.json",
                        "training.json");
        assertThat(names(trained.resolve("checkpoints")))
                .containsExactlyInAnyOrder("step-067.safetensors", "step-084.safetensors", "step-100.safetensors");
        assertThat(trained.resolve("model.safetensors"))
                .hasSameBinaryContentAs(trained.resolve("checkpoints/step-100.safetensors"));
        JsonNode config =
                new ObjectMapper().readTree(trained.resolve("config.json").toFile());
        assertThat(config.at("/id2label/1").textValue()).isEqualTo("positive");
    }

    @Test
    void theModelIsMeasuredAsAtTheEndOfItsTraining() throws Exception {
        Path predictions = folder.resolve("predictions.tsv");

        Ended ended = evaluate(trained, "--predictions", predictions);

        assertThat(ended.errors()).isEmpty();
        assertThat(ended.json().path("metrics")).isEqualTo(training.json().path("metrics"));
        assertThat(ended.json().path("loss")).isEqualTo(training.json().path("loss"));
        List<String> lines = Files.readAllLines(predictions);
        assertThat(lines).hasSize(401).first().isEqualTo("index\tprediction\tlogit_0\tlogit_1");
        for (int i = 0; i < 400; i++) {
            String[] fields = lines.get(i + 1).split("\t", -1);
            assertThat(fields).hasSize(4);
            assertThat(fields[0]).isEqualTo(Integer.toString(i));
            int larger = Float.parseFloat(fields[3]) > Float.parseFloat(fields[2]) ? 1 : 0;
            assertThat(fields[1]).isEqualTo(Integer.toString(larger));
        }
    }

    @Test
    void predictionsGoWhereALinkLeadsAndThroughAPipe() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link.tsv"), folder.resolve("linked.tsv"));
        CommandLines.write(folder.resolve("linked.tsv"), "old");
        Path ahead = Files.createSymbolicLink(folder.resolve("ahead.tsv"), Path.of("not-there-yet.tsv"));
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();

        assertThat(evaluate(trained, "--predictions", link).status()).isZero();
        assertThat(evaluate(trained, "--predictions", ahead).status()).isZero();
        assertThat(evaluate(trained, "--predictions", pipe).status()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("not-there-yet.tsv")).hasSameTextualContentAs(link);
        assertThat(Files.readAllLines(link)).hasSize(401);
        assertThat(reader.inputReader().readAllLines()).isEqualTo(Files.readAllLines(link));
    }

    @Test
    void aCheckpointIsMeasuredWithTheFolderAroundIt() throws Exception {
        Ended last = evaluate(trained.resolve("checkpoints/step-100.safetensors"));

        assertThat(last.json().path("metrics")).isEqualTo(training.json().path("metrics"));
    }

    @Test
    void theTasksOwnFolderDoesAsWell() throws Exception {
        Ended ended = CommandLines.run(
                "evaluate",
                "--model",
                trained,
                "--task",
                "SST-2",
                "--data",
                CommandLines.DATA.resolve("SST-2"),
                "--max-length",
                64,
                "--precision",
                "fp32",
                "--threads",
                1,
                "--json");

        assertThat(ended.json().path("metrics")).isEqualTo(training.json().path("metrics"));
    }

    @Test
    void fusedCheckpointsAreAModel() throws Exception {
        Path fused = folder.resolve("fused");

        Ended ended = CommandLines.run(
                "fuse",
                "--weights",
                "0,0,1",
                "--out",
                fused,
                "--json",
                trained.resolve("checkpoints/step-067.safetensors"),
                trained.resolve("checkpoints/step-084.safetensors"),
                trained.resolve("checkpoints/step-100.safetensors"));

        assertThat(ended.errors()).isEmpty();
        assertThat(ended.json().path("notFinite").longValue()).isZero();
        assertThat(names(fused)).containsExactlyInAnyOrder("config.json", "model.safetensors", "tokenizer.json");
        assertThat(evaluate(fused).json().path("loss"))
                .isEqualTo(training.json().path("loss"));
    }

    @Test
    void aFusedModelInShardsIsTheSameModel() throws Exception {
        Path fused = folder.resolve("shards");

        Ended ended =
                CommandLines.run("fuse", "--weights", "1", "--out", fused, "--shard-size", "200kB", "--json", trained);

        assertThat(ended.errors()).isEmpty();
        assertThat(names(fused)).contains("model-00001-of-00003.safetensors", "model.safetensors.index.json");
        assertThat(ended.json().path("files")).hasSize(4);
        assertThat(ended.json().has("sha256")).isFalse();
        assertThat(evaluate(fused).json().path("loss"))
                .isEqualTo(training.json().path("loss"));
    }

    @Test
    void uniformWeightsAverage() throws Exception {
        Path fused = folder.resolve("average");

        Ended ended = CommandLines.run("fuse", "--weights", "uniform", "--out", fused, trained, trained);

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).contains("2 checkpoints");
        assertThat(evaluate(fused).json().path("loss"))
                .isEqualTo(training.json().path("loss"));
    }

    @Test
    void whatIsNoNumberInTheFusedModelIsCounted() throws IOException {
        Ended ended =
                CommandLines.run("fuse", "--weights", "1e300", "--out", folder.resolve("infinite"), "--json", trained);

        assertThat(ended.status()).isZero();
        assertThat(ended.json().path("notFinite").longValue()).isPositive();
    }

    @Test
    void theSameTrainingGivesTheSameBitsAndAnotherSeedOthers() throws Exception {
        String model = training.json().at("/checkpoints/2/sha256").textValue();

        assertThat(lastCheckpoint("again", 1)).isEqualTo(model);
        assertThat(lastCheckpoint("other", 2)).isNotEqualTo(model);
    }

    private static String lastCheckpoint(String name, int seed) throws IOException {
        return CommandLines.finetune(
                        folder.resolve(name),
                        "--task",
                        "SST-2",
                        "--data",
                        CommandLines.DATA,
                        "--snapshots",
                        3,
                        "--seed",
                        seed)
                .json()
                .at("/checkpoints/2/sha256")
                .textValue();
    }

    @Test
    void aTrainingThatEndedIsNotTrainedAgain() throws Exception {
        Ended ended = CommandLines.finetune(
                trained, "--task", "SST-2", "--data", CommandLines.DATA, "--snapshots", 3, "--resume");

        assertThat(ended.errors()).isEmpty();
        assertThat(ended.json()).isEqualTo(training.json());
    }

    @Test
    void aHeadOfAnotherSizeIsSaidToBeDrawnAnew() throws Exception {
        Path file = CommandLines.write(folder.resolve("moods.tsv"), "warm\tgood\ndull\tbad\nlong\tdull\n".repeat(20));
        TrainingData data = TrainingData.read(
                new TaskOptions.AskedOwn(file, new TsvColumns(List.of(), Optional.empty(), TsvColumns.Header.GUESSED)),
                Optional.empty(),
                OwnTask.Kind.GUESSED,
                1);
        Training training = new Training(
                ModelFolder.open(trained, trained, false),
                data,
                Hyperparameters.of(Map.of()),
                new ComputeSettings("cpu", ComputeSettings.Precision.FP32, 1, 64),
                new Snapshots(1, 0),
                1);

        assertThat(training.notes()).contains("the model's head has 2 outputs, where 3 are needed: a new one is drawn");
    }

    private static Ended evaluate(Path model, Object... more) {
        return CommandLines.run(Stream.concat(
                        Stream.of(
                                "evaluate",
                                "--model",
                                model,
                                "--task",
                                "SST-2",
                                "--data",
                                CommandLines.DATA,
                                "--max-length",
                                64,
                                "--precision",
                                "fp32",
                                "--threads",
                                1,
                                "--json"),
                        Stream.of(more))
                .toArray());
    }

    private static List<String> names(Path of) throws IOException {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
