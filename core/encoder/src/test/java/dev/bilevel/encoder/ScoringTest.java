package dev.bilevel.encoder;

import dev.bilevel.encoder.ComputeSettings.Precision;
import dev.bilevel.glue.Example;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ScoringTest {
    private static final ComputeSettings CPU = new ComputeSettings("cpu", Precision.FP32, 1, 32);

    private final Scoring scoring = new Scoring();

    private Score score(Path weights, List<Example> examples) throws Exception {
        return scoring.score(Fixture.of("roberta").pretrained(), Fixture.CLASSES, CPU, weights, examples);
    }

    private static Path weights(String name) throws Exception {
        return Fixture.of("roberta").folder().resolve(name);
    }

    @Test
    void theOrderOfTheExamplesIsTheOrderOfTheAnswers() throws Exception {
        List<Example> examples = Sentences.some(300, 1);
        List<Example> shuffled = new ArrayList<>(examples);
        Collections.shuffle(shuffled, new Random(4));

        Score straight = score(weights("model.safetensors"), examples);
        Score otherwise = score(weights("model.safetensors"), shuffled);

        assertThat(otherwise.loss()).isCloseTo(straight.loss(), within(1e-6));
        for (int i = 0; i < shuffled.size(); i++) {
            int before = examples.indexOf(shuffled.get(i));
            assertThat(Fixture.doubles(otherwise.logits().get(i)))
                    .containsExactly(Fixture.doubles(straight.logits().get(before)), within(1e-5));
        }
    }

    @Test
    void theModelsPartBeginsOnceAndNotWhereThereAreNoWeights() throws Exception {
        AtomicInteger begun = new AtomicInteger();
        ModelFolder model = Fixture.of("roberta").pretrained();
        List<Example> examples = Sentences.some(50, 1);

        scoring.score(model, Fixture.CLASSES, CPU, weights("model.safetensors"), examples, begun::incrementAndGet);
        assertThat(begun).hasValue(1);
        assertThatThrownBy(() -> scoring.score(
                        model, Fixture.CLASSES, CPU, weights("missing"), examples, begun::incrementAndGet))
                .isInstanceOfAny(InvalidModel.class, IOException.class);
        assertThat(begun).hasValue(1);
    }

    @Test
    void eachWeightsFileHasItsOwnScoreAndTheSameOneAgain() throws Exception {
        List<Example> examples = Sentences.some(50, 1);

        double first = score(weights("model.safetensors"), examples).loss();
        double other = score(weights("trained.safetensors"), examples).loss();

        assertThat(other).isNotEqualTo(first);
        assertThat(score(weights("model.safetensors"), examples).loss()).isEqualTo(first);
        scoring.close();
        assertThat(score(weights("model.safetensors"), examples).loss()).isEqualTo(first);
    }

    @Test
    void moreModelsThanAreKeptAreScoredAllTheSame() throws Exception {
        List<Example> examples = Sentences.some(20, 1);
        double first = score(weights("model.safetensors"), examples).loss();
        for (String family : List.of("roberta", "bert", "roberta")) {
            for (Precision precision : Precision.values()) {
                Fixture fixture = Fixture.of(family);
                Score some = scoring.score(
                        fixture.pretrained(),
                        Fixture.CLASSES,
                        new ComputeSettings("cpu", precision, 1, 32),
                        fixture.folder().resolve("model.safetensors"),
                        examples);
                assertThat(some.loss()).isBetween(0.5, 2.0);
            }
        }

        assertThat(score(weights("model.safetensors"), examples).loss()).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(strings = {"roberta", "bert"})
    void inBf16AGpuWouldScoreAsInFp32ButForRounding(String family) throws Exception {
        Fixture fixture = Fixture.of(family);
        ModelFolder model = fixture.pretrained();
        Path weights = fixture.folder().resolve("model.safetensors");
        List<Example> examples = Sentences.some(50, 1);
        Score exact = scoring.score(model, Fixture.CLASSES, CPU, weights, examples);
        Score here = scoring.score(
                model, Fixture.CLASSES, new ComputeSettings("cpu", Precision.BF16, 1, 32), weights, examples);

        try (Session torch = Session.open(CPU)) {
            EncoderModule asOnAGpu =
                    new EncoderModule(torch.manager(), model.architecture(), Fixture.CLASSES, Precision.BF16, 0, false);
            Parameters parameters = new Parameters(model.architecture().parameters(Fixture.CLASSES), torch.manager());
            parameters.load(weights, model.architecture().family());
            Score rounded = Scorer.score(
                    torch,
                    asOnAGpu,
                    parameters,
                    Fixture.CLASSES,
                    model.architecture().padding(),
                    Tokenization.of(model, CPU.maxLength(), examples),
                    new Labels(examples, Fixture.CLASSES));

            assertThat(rounded.loss())
                    .isNotEqualTo(here.loss())
                    .isNotEqualTo(exact.loss())
                    .isCloseTo(exact.loss(), within(0.01));
            for (int i = 0; i < examples.size(); i++) {
                assertThat(Fixture.doubles(rounded.logits().get(i)))
                        .containsExactly(Fixture.doubles(exact.logits().get(i)), within(0.05));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void theNumberOfThreadsDoesNotChangeABit(Precision precision) throws Exception {
        List<Example> examples = Sentences.some(700, 1);
        Score alone = onThreads(1, precision, examples);

        for (int threads : List.of(2, 5)) {
            Score shared = onThreads(threads, precision, examples);

            assertThat(shared.loss()).isEqualTo(alone.loss());
            for (int i = 0; i < examples.size(); i++) {
                assertThat(shared.logits().get(i))
                        .containsExactly(alone.logits().get(i));
            }
        }
    }

    private Score onThreads(int threads, Precision precision, List<Example> examples) throws Exception {
        return scoring.score(
                Fixture.of("roberta").pretrained(),
                Fixture.CLASSES,
                new ComputeSettings("cpu", precision, threads, 32),
                weights("model.safetensors"),
                examples);
    }

    @Test
    void weightsOfAnotherModelAreRefused() throws Exception {
        Path bert = Fixture.of("bert").folder().resolve("model.safetensors");

        assertThatThrownBy(() -> score(bert, Sentences.some(5, 1)))
                .isInstanceOf(InvalidModel.class)
                .hasMessage(bert + ": has no tensor roberta.embeddings.word_embeddings.weight");
        assertThatThrownBy(() -> scoring.score(
                        Fixture.of("roberta").pretrained(),
                        new Head(false, List.of("no", "yes")),
                        CPU,
                        weights("model.safetensors"),
                        Sentences.some(5, 1)))
                .isInstanceOf(InvalidModel.class)
                .hasMessageContaining("tensor classifier.out_proj.weight is F32 [3, 24]");
    }

    @Test
    void noExamplesAreRefused() {
        assertThatThrownBy(() -> score(weights("model.safetensors"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("examples: are none, expected at least one");
    }

    @Test
    void lossAndPredictionsFollowFromTheLogits() {
        List<Example> examples = List.of(
                new Example("a", Optional.empty(), 0),
                new Example("b", Optional.empty(), 2),
                new Example("c", Optional.empty(), 1));
        float[][] logits = {{1, 2, 3}, {0, 0, 0}, {-1000, 1000, 0}};

        Score score = new Loss(Fixture.CLASSES).score(logits, new Labels(examples, Fixture.CLASSES));

        double first = Math.log(Math.exp(1) + Math.exp(2) + Math.exp(3)) - 1;
        assertThat(score.loss()).isCloseTo((first + Math.log(3) + 0) / 3, within(1e-15));
        assertThat(score.predictions()).containsExactly(2, 0, 1);
    }
}
