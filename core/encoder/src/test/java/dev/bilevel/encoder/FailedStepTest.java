package dev.bilevel.encoder;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FailedStepTest {
    /// What PyTorch says of a GPU, and of a processor, is a line of what TorchScript's interpreter says.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 7.79 GiB",
                "RuntimeError: [enforce fail at alloc_cpu.cpp:119] . DefaultCPUAllocator: can't allocate memory"
            })
    void memoryThatIsAtItsEndIsTheBatchSizesFault(String line) {
        EngineException e = new EngineException("The following operation failed\n  File \"code\"\n" + line + "\n");

        assertThat(Training.explained(64, e))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessage("batchSize: is 64, expected a batch that fits into memory: " + line);
    }

    @Test
    void otherFailuresSpeakForThemselves() {
        EngineException e = new EngineException("RuntimeError: index out of range in self");

        assertThat(Training.explained(64, e)).isSameAs(e);
    }

    @Test
    void aStepThatFailsHoldsOnToNoParameter() throws Exception {
        Fixture fixture = Fixture.of("bert");
        ModelFolder model = fixture.pretrained();
        Architecture architecture = model.architecture();
        Head two = new Head(false, List.of("a", "b"));
        List<Example> ofThreeClasses = fixture.pairs("class");
        TokenizedExamples tokens = Tokenization.of(model, fixture.compute().maxLength(), ofThreeClasses);
        int[] all = IntStream.range(0, ofThreeClasses.size()).toArray();
        Plan plan = Plan.of(all.length, Hyperparameters.of(Map.of()), new Snapshots(1, 0));
        try (Session torch = Session.open(fixture.compute())) {
            PtNDManager manager = torch.manager();
            Parameters parameters = new Parameters(architecture.parameters(two), manager);
            EncoderModule module = new EncoderModule(manager, architecture, two, Precision.FP32, 0);
            Optimizer optimizer = new Optimizer(module, plan.hyperparameters(), parameters, manager);
            Dropout dropout = new Dropout(architecture, module, plan.hyperparameters(), manager);
            TrainingIdentity identity = new TrainingIdentity(new TreeMap<>());
            Training training = new Training(architecture, module, optimizer, torch, plan, identity, 1, dropout);
            Labels labels = new Labels(ofThreeClasses, Fixture.CLASSES);

            assertThatThrownBy(() -> training.step(tokens, labels, all, 1, 0))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("Target 2 is out of bounds");

            assertThat(parameters.tensors())
                    .allMatch(tensor -> JniUtils.getShape(tensor).size() == 0);
        }
    }
}
