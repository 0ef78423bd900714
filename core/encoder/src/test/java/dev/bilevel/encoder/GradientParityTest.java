package dev.bilevel.encoder;

import dev.bilevel.checkpoints.ContentHash;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/// Every gradient of a padded batch of pairs is that of transformers.
///
/// Gradients never leave a step, but AdamW's first moment after the first one is (1 − β₁) times the gradient.
class GradientParityTest {
    private static final double BETA1 = 0.5;

    @TempDir
    Path folder;

    /// A GPU attends with PyTorch's own kernels, whose gradients are the same ones.
    @ParameterizedTest
    @CsvSource({"roberta,cpu", "roberta,gpu", "bert,cpu", "bert,gpu"})
    void everyGradientIsThatOfTransformers(String family, String computedAsOn) throws Exception {
        Fixture fixture = Fixture.of(family);
        List<Example> examples = fixture.pairs("class");

        Path moments = firstMoments(fixture, examples, computedAsOn.equals("cpu"));

        try (SafetensorsFile ours = SafetensorsFile.open(moments);
                SafetensorsFile theirs = SafetensorsFile.open(fixture.folder().resolve("gradients.safetensors"))) {
            assertThat(ours.tensors()).hasSameSizeAs(theirs.tensors());
            for (String name : theirs.tensors().keySet()) {
                double[] expected = Fixture.doubles(theirs.floats(name));
                double[] found = Fixture.doubles(ours.floats("first_moment." + name));
                double largest = IntStream.range(0, expected.length)
                        .mapToDouble(i -> Math.abs(expected[i]))
                        .max()
                        .orElseThrow();
                // A key's bias moves all of a row's scores alike: its true gradient is 0, and both give rounding.
                double scale = name.endsWith("key.bias") ? 1e-3 : largest;
                for (int i = 0; i < expected.length; i++) {
                    assertThat(found[i] / (1 - BETA1))
                            .as("gradient of %s[%d]", name, i)
                            .isCloseTo(expected[i], within(1e-3 * scale));
                }
            }
        }
    }

    @Test
    void aGpuComputesThemInAnotherWay() throws Exception {
        Fixture fixture = Fixture.of("roberta");
        List<Example> examples = fixture.pairs("class");

        String here = ContentHash.of(firstMoments(fixture, examples, true));

        assertThat(ContentHash.of(firstMoments(fixture, examples, false)))
                .as("other kernels round otherwise")
                .isNotEqualTo(here);
    }

    /// Takes one step, without clipping.
    private Path firstMoments(Fixture fixture, List<Example> examples, boolean own) throws Exception {
        ModelFolder model = fixture.pretrained();
        Architecture architecture = model.architecture();
        Hyperparameters hyperparameters = Hyperparameters.of(Map.of(
                "batchSize",
                examples.size(),
                "epochs",
                1,
                "dropout",
                0,
                "maxGradNorm",
                0,
                "beta1",
                BETA1,
                "warmupRatio",
                0));
        Plan plan = Plan.of(examples.size(), hyperparameters, new Snapshots(1, 0));
        TokenizedExamples tokens = Tokenization.of(model, fixture.compute().maxLength(), examples);
        try (Session torch = Session.open(fixture.compute())) {
            Parameters parameters = new Parameters(architecture.parameters(Fixture.CLASSES), torch.manager());
            parameters.start(model, 1);
            EncoderModule module = new EncoderModule(
                    torch.manager(),
                    architecture,
                    Fixture.CLASSES,
                    fixture.compute().precision(),
                    0);
            Optimizer optimizer = new Optimizer(module, hyperparameters, parameters, torch.manager());
            Dropout dropout = new Dropout(architecture, module, hyperparameters, torch.manager(), own);
            new Training(
                            architecture,
                            module,
                            optimizer,
                            torch,
                            plan,
                            new TrainingIdentity(new TreeMap<>()),
                            1,
                            dropout)
                    .step(
                            tokens,
                            new Labels(examples, Fixture.CLASSES),
                            IntStream.range(0, examples.size()).toArray(),
                            1,
                            plan.learningRate(0));
            Path target = folder.resolve("moments.safetensors");
            optimizer.firstMoments().writeTo(target, Map.of());
            return target;
        }
    }
}
