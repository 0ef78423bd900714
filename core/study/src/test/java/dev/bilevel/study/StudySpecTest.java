package dev.bilevel.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.Compute;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class StudySpecTest {

    @Test
    void aSpecIsReadWithPathsFromItsFolderAndDefaultsFilledIn() {
        StudySpec spec = Specs.read(Specs.SMALL);

        assertThat(spec.task()).isEqualTo(Task.SST2);
        assertThat(spec.data()).isEqualTo("/studies/data");
        assertThat(spec.model())
                .isEqualTo(
                        new ModelSource("/studies/models/micro", "/studies/models/micro", ModelSource.Weights.RANDOM));
        assertThat(spec.trainer()).isEqualTo("roberta");
        assertThat(spec.compute().precision()).isEqualTo(Compute.Precision.FP32);
        assertThat(spec.outer().schedule()).isEqualTo(Schedule.DETERMINISTIC);
        assertThat(spec.inner().initial()).as("the centre and each corner").isEqualTo(4);
    }

    @Test
    void aResolvedSpecReadsAsItself() {
        StudySpec spec = Specs.read(Specs.SMALL);

        assertThat(StudySpec.fromJson(spec.toJson())).isEqualTo(spec);
        assertThat(StudySpec.fromJson(spec.toJson()).toJson()).isEqualTo(spec.toJson());
    }

    @Test
    void theBestIsKeptUnlessAllIsAskedFor() {
        assertThat(Specs.read(Specs.SMALL).keep()).isEqualTo(Keep.BEST);
        assertThat(Specs.read(Specs.SMALL + "keep: all").keep()).isEqualTo(Keep.ALL);
        assertThat(Specs.read(Specs.SMALL + "keep: all").toJson().get("keep").asText())
                .isEqualTo("all");
    }

    @Test
    void aStudyThatWasSubmittedBeforeThereWasAChoiceKeepsAll() {
        ObjectNode submitted = Specs.read(Specs.SMALL).toJson();
        submitted.remove("keep");

        assertThat(StudySpec.submitted(submitted).keep()).isEqualTo(Keep.ALL);
        assertThat(StudySpec.submitted(Specs.read(Specs.SMALL).toJson()).keep()).isEqualTo(Keep.BEST);
    }

    @Test
    void aModelThatIsATextIsItsPath() {
        StudySpec spec = Specs.read(Specs.SMALL.replace("model: {path: models/micro, weights: random}", "model: m"));

        assertThat(spec.model()).isEqualTo(new ModelSource("/studies/m", "/studies/m", ModelSource.Weights.PRETRAINED));
        assertThat(StudySpec.fromJson(
                                SpecTree.parse(Specs.SMALL.replace("{path: models/micro, weights: random}", "/m")))
                        .model()
                        .path())
                .as("as the REST API takes it")
                .isEqualTo("/m");
    }

    @Test
    void aModelOfTheHubStaysItsAddress() {
        String address = "hf://FacebookAI/roberta-base@e2da8e2f811d1448a5b465c236feacd80ffbac7b";
        StudySpec spec = Specs.read(Specs.SMALL.replace("models/micro", "'" + address + "'"));

        assertThat(spec.model()).isEqualTo(new ModelSource(address, address, ModelSource.Weights.RANDOM));
        assertThat(StudySpec.fromJson(spec.toJson())).isEqualTo(spec);
    }

    @Test
    void withoutDataTheOfficialFilesAreMeant() {
        assertThat(Specs.read(Specs.SMALL.replace("data: data", "data: download"))
                        .data())
                .isEqualTo("download");
        assertThat(Specs.read(Specs.SMALL.replace("data: data", "")).data()).isEqualTo("download");
        assertThat(Specs.read(Specs.SMALL.replace("data: data", "data: ./download"))
                        .data())
                .isEqualTo("/studies/download");
    }

    @Test
    void jsonIsYaml() {
        StudySpec spec = Specs.read(Specs.SMALL);

        assertThat(Specs.read(spec.toJson().toString())).isEqualTo(spec);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            seed: 17          | seed: many        | seed: is 'many', expected an integer between 0
            seed: 17          | sead: 17          | sead: is an unknown field, expected one of name, seed
            seed: 17          | seed: -1          | seed: is -1
            seed: 17          | seed: 1.5         | seed: is 1.5
            task: SST-2       | task: SST-3       | task: is 'SST-3', expected one of CoLA, SST-2
            task: SST-2       | ``                | task: is missing, expected one of CoLA
            name: small       | name: ../small    | name: is '../small', expected 1 to 64 of a-z
            name: small       | ``                | name: is missing
            data: data        | data: 7           | data: is 7, expected a text
            path: models/micro| path: 'hf://a/b'  | model.path: is 'hf://a/b', expected a folder or hf://owner/name@commit
            path: models/micro| path: m, tokenizer: 'hf://a/b@main' | model.tokenizer: is 'hf://a/b@main', expected
            weights: random   | weights: pickled  | model.weights: is 'pickled', expected one of pretrained, random
            path: models/micro| pth: models/micro | model.path: is missing
            validation: 0.2   | validation: 1     | validation: is 1, expected a number above 0 and below 1
            validation: 0.2   | validation: .nan  | validation: is NaN
            device: cpu       | device: tpu       | compute.device: is 'tpu', expected auto, cpu, cuda
            threads: 1        | threads: 0        | compute.threads: is 0, expected an integer between 1
            checkpoints: 3    | checkpoints: 0    | training.checkpoints: is 0, expected an integer between 1
            trials: 6         | trials: 0         | outer.trials: is 0, expected an integer between 1
            trials: 6         | trails: 6         | outer.trails: is an unknown field
            acquisition: ei   | acquisition: best | outer.acquisition: is 'best', expected one of ei, logei, ucb
            acquisition: ei   | acquisition: {ucb: {beta: -1}} | outer.acquisition.ucb.beta: is -1
            fusions: 6        | fusions: 3        | inner.fusions: is 3, expected at least 4
            fusions: 6        | fusions: 0        | inner.fusions: is 0
            log: [1e-5, 1e-2] | log: [1e-2, 1e-5] | outer.space.learningRate.log: is
            log: [1e-5, 1e-2] | log: [0, 1e-5]    | outer.space.learningRate.log
            log: [1e-5, 1e-2] | log: [1e-3, 1e-3] | outer.space.learningRate.log
            log: [1e-5, 1e-2] | lag: [1e-5, 1e-2] | outer.space.learningRate
            learningRate:     | learnRate:        | outer.space.learnRate: is no hyperparameter of trainer 'roberta', expected one of attentionDropout
            choice: [8, 16, 32] | choice: []      | outer.space.batchSize.choice: is
            batchSize: {choice: [8, 16, 32], ordered: true} | batchSize: {simplex: 3} | outer.space.batchSize: is a simplex
            log: [1e-5, 1e-2] | log: [1e-5, 3]    | outer.space.learningRate: is reaching 3.0, expected numbers above 0.0 to 1.0
            choice: [8, 16, 32] | choice: [8, 9999] | outer.space.batchSize: is reaching 9999, expected integers from 1 to 4096
            parallelism: 1    | schedule: eager   | outer.schedule: is 'eager', expected one of deterministic, greedy
            parallelism: 1    | points: [{learningRate: 1}] | outer.points[0].
            seed: 17          | keep: winner      | keep: is 'winner', expected one of best, all
            seed: 17          | keep: true        | keep: is true, expected one of best, all
            parallelism: 1    | points: 3         | outer.points: is 3
            """)
    void aWrongFieldIsNamedWithWhatWasExpected(String right, String wrong, String message) {
        assertThat(Specs.SMALL).contains(right);

        assertThatThrownBy(() -> Specs.read(Specs.SMALL.replace(right, wrong)))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(message);
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        String broken = Specs.SMALL
                .replace("trials: 6", "trials: 0")
                .replace("task: SST-2", "task: GLUE")
                .replace("log: [1e-5, 1e-2]", "log: [0, 1]")
                .replace("choice: [8, 16, 32]", "choice: []");

        assertThat(catchThrowableOfType(InvalidSpec.class, () -> Specs.read(broken))
                        .problems())
                .extracting(Problem::field)
                .containsExactly(
                        "task", "outer.space.learningRate.log", "outer.space.batchSize.choice", "outer.trials");
    }

    @Test
    void aSpaceOfTooManyParametersIsOneProblem() {
        String many = IntStream.range(0, 1000)
                .mapToObj(i -> "    p" + i + ": {uniform: [1, 0]}\n")
                .collect(Collectors.joining());

        assertThatThrownBy(() -> Specs.read(Specs.SMALL.replace("    batchSize:", many + "    batchSize:")))
                .hasMessage("outer.space: is 1002 parameters, expected at most 128");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                       | spec: is empty
            - a                      | spec: is a list
            just words               | spec: is a single value
            name: [                  | spec: is no YAML
            {name: a, name: b}       | spec: is no YAML
            """)
    void whatIsNoObjectIsNoSpec(String text, String message) {
        assertThatThrownBy(() -> Specs.read(text == null ? "" : text))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTrainerOfOnesOwnMayHaveHyperparametersOfItsOwn() {
        String own = Specs.SMALL
                .replace("data: data", "data: data\ntrainer: my-trainer")
                .replace("learningRate:", "temperature:");

        assertThat(Specs.read(own).outer().space().parameters())
                .extracting(dev.bilevel.bayesopt.Parameter::name)
                .containsExactly("batchSize", "temperature");
    }

    @Test
    void aKnownGoodConfigurationIsAccepted() {
        String points = Specs.SMALL.replace(
                "  acquisition: ei", "  points: [{learningRate: 1e-3, batchSize: 16}]\n  acquisition: ei");

        assertThat(Specs.read(points).outer().points()).hasSize(1);
        assertThat(StudySpec.fromJson(Specs.read(points).toJson())).isEqualTo(Specs.read(points));
    }
}
