package dev.bilevel.encoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.checkpoints.DType;
import dev.bilevel.checkpoints.SafetensorsFile;
import dev.bilevel.checkpoints.SafetensorsWriter;
import dev.bilevel.checkpoints.TensorInfo;
import dev.bilevel.checkpoints.TensorSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ModelFolderTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void copyOfTheFixture() throws IOException {
        for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
            Files.copy(Path.of("src/test/resources/fixtures/roberta", name), folder.resolve(name));
        }
    }

    private void edit(String file, Consumer<ObjectNode> change) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(folder.resolve(file).toFile());
        change.accept(tree);
        JSON.writeValue(folder.resolve(file).toFile(), tree);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model_type|\"gpt2\"|roberta or bert",
                "hidden_size|0|a whole number from 1 to 65536",
                "hidden_size|-24|a whole number from 1 to 65536",
                "hidden_size|25|a multiple of num_attention_heads, which is 3",
                "hidden_size|\"24\"|a whole number from 1 to 65536",
                "num_hidden_layers|1.5|a whole number from 1 to 1000",
                "vocab_size|10000000000|a whole number from 2 to 10000000",
                "vocab_size|18446744073709551936|a whole number from 2 to 10000000",
                "pad_token_id|400|a whole number from 0 to 330",
                "max_position_embeddings|5|room for 4 tokens after pad_token_id, which is 1",
                "hidden_act|\"swish\"|gelu, gelu_new, gelu_pytorch_tanh or relu",
                "layer_norm_eps|0|a number above 0, at most 1",
                "position_embedding_type|\"relative_key\"|absolute",
                "is_decoder|true|false"
            })
    void aConfigThatCannotBeIsRefusedWithFieldValueAndExpectation(String field, String value, String expected)
            throws IOException {
        JsonNode node = JSON.readTree(value);
        edit("config.json", tree -> tree.set(field, node));

        assertThatThrownBy(() -> ModelFolder.open(folder, folder, true))
                .isInstanceOf(InvalidModel.class)
                .hasMessage(folder.resolve("config.json") + ": " + field + " is " + value + ", expected " + expected);
    }

    @Test
    void aFolderWithoutWeightsSaysHowToDoWithoutThem() throws Exception {
        Files.delete(folder.resolve("model.safetensors"));

        assertThatThrownBy(() -> ModelFolder.open(folder, folder, false))
                .isInstanceOf(InvalidModel.class)
                .hasMessage(folder + " has no model.safetensors and no model.safetensors.index.json, expected either;"
                        + " a training may begin with random weights instead (model.weights: random in a spec,"
                        + " --random-weights of finetune)");
        Path pickle = Files.writeString(folder.resolve("pytorch_model.bin"), "a pickle");
        assertThatThrownBy(() -> ModelFolder.open(folder, folder, false))
                .hasMessageContaining("only pytorch_model.bin, a pickle, which can run any code and is never read");
        Files.delete(pickle);
        assertThat(ModelFolder.open(folder, folder, true).files())
                .containsExactly(folder.resolve("config.json"), folder.resolve("tokenizer.json"));
    }

    @Test
    void missingAndBrokenFilesAreNamed() throws Exception {
        assertThatThrownBy(() -> ModelFolder.open(folder.resolve("no"), folder, true))
                .hasMessage(folder.resolve("no") + ": is no folder");

        Files.writeString(folder.resolve("tokenizer.json"), "{");
        assertThatThrownBy(() -> ModelFolder.open(folder, folder, true))
                .hasMessageStartingWith(folder.resolve("tokenizer.json") + ": is no JSON");

        Files.writeString(folder.resolve("tokenizer.json"), "{}");
        assertThatThrownBy(() -> ModelFolder.open(folder, folder, true)).hasMessageContaining("model.vocab is absent");

        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> ModelFolder.open(folder, folder, true)).hasMessage(folder + ": has no tokenizer.json");
    }

    @Test
    void aTokenizerThatKnowsMoreTokensThanTheModelIsRefused() throws Exception {
        edit("config.json", tree -> tree.put("vocab_size", 100));

        assertThatThrownBy(() -> ModelFolder.open(folder, folder, true))
                .hasMessageContaining("token ids up to 319, expected below config.json's vocab_size, which is 100");
    }

    @Test
    void weightsOfOtherSizesAreRefusedByTheTensorsName() throws Exception {
        edit("config.json", tree -> tree.put("intermediate_size", 48));

        assertThatThrownBy(() -> ModelFolder.open(folder, folder, false))
                .isInstanceOf(InvalidModel.class)
                .hasMessageContaining("tensor roberta.encoder.layer.0.intermediate.dense.weight is F32 [40, 24]")
                .hasMessageContaining("expected floating numbers of shape [48, 24]");
    }

    @Test
    void aFileWithoutPrefixAndHeadGivesTheSameEncoderAndAHeadFromTheSeed() throws Exception {
        float[] query = starting("roberta.encoder.layer.1.attention.self.query.weight");
        float[] head = starting("classifier.dense.weight");
        rewrite(name -> name.startsWith("classifier")
                ? Optional.empty()
                : Optional.of(name.replace("roberta.", "").replace("LayerNorm.weight", "LayerNorm.gamma")));

        assertThat(starting("roberta.encoder.layer.1.attention.self.query.weight"))
                .isEqualTo(query);
        assertThat(starting("roberta.embeddings.LayerNorm.weight")).isNotEqualTo(new float[24]);
        assertThat(starting("classifier.dense.weight")).isNotEqualTo(head).hasSize(24 * 24);
    }

    @Test
    void aFineTunedFileIsScoredWhateverItsNames() throws Exception {
        double loss = score().loss();
        rewrite(name -> Optional.of(name.replace("roberta.", "")
                .replace("LayerNorm.weight", "LayerNorm.gamma")
                .replace("LayerNorm.bias", "LayerNorm.beta")));

        assertThat(score().loss()).isEqualTo(loss);
    }

    private Score score() throws Exception {
        try (Scoring scoring = new Scoring()) {
            return scoring.score(
                    ModelFolder.open(folder, folder, false),
                    Fixture.CLASSES,
                    new ComputeSettings("cpu", ComputeSettings.Precision.FP32, 1, 32),
                    folder.resolve("model.safetensors"),
                    Sentences.some(20, 1));
        }
    }

    @Test
    void layersThatTheConfigurationDoesNotHaveAreSaid() throws Exception {
        assertThat(ModelFolder.open(folder, folder, false).note()).isEmpty();
        edit("config.json", tree -> tree.put("num_hidden_layers", 1));

        assertThat(ModelFolder.open(folder, folder, false).note())
                .hasValueSatisfying(note -> assertThat(note)
                        .contains("has roberta.encoder.layer.1.")
                        .endsWith("but config.json has num_hidden_layers 1: what lies above is not used"));
    }

    @Test
    void aFileThatLacksAPartOfTheEncoderIsRefused() throws Exception {
        rewrite(name -> name.endsWith("layer.1.output.dense.bias") ? Optional.empty() : Optional.of(name));

        assertThatThrownBy(() -> ModelFolder.open(folder, folder, false))
                .isInstanceOf(InvalidModel.class)
                .hasMessageEndingWith("has no tensor roberta.encoder.layer.1.output.dense.bias");
    }

    @Test
    void randomWeightsAreDrawnAsTransformersDraws() throws Exception {
        Path drawn = startingFile(true, 5);

        try (SafetensorsFile file = SafetensorsFile.open(drawn)) {
            float[] words = file.floats("roberta.embeddings.word_embeddings.weight");
            double squares = 0;
            for (float each : words) {
                squares += (double) each * each;
            }
            assertThat(Math.sqrt(squares / (words.length - 24))).isBetween(0.0195, 0.0205);
            for (int i = 24; i < 48; i++) {
                assertThat(words[i]).as("padding row").isZero();
            }
            assertThat(words[0]).isNotZero();
            assertThat(file.floats("roberta.encoder.layer.0.output.LayerNorm.weight"))
                    .containsOnly(1f);
            assertThat(file.floats("classifier.out_proj.bias")).containsOnly(0f);
        }
        assertThat(Files.mismatch(drawn, startingFile(true, 5))).isEqualTo(-1);
        assertThat(Files.mismatch(drawn, startingFile(true, 6))).isNotEqualTo(-1);
    }

    @Test
    void anExportIsAFolderForTransformersAndForUs() throws Exception {
        Files.writeString(folder.resolve("tokenizer_config.json"), "{}");
        Path target = folder.resolve("exported");
        Head head = new Head(false, List.of("no", "yes", "maybe"));

        ModelFolder.open(folder, folder, true).export(head, folder.resolve("model.safetensors"), target);

        JsonNode config = JSON.readTree(target.resolve("config.json").toFile());
        assertThat(config.at("/architectures/0").textValue()).isEqualTo("RobertaForSequenceClassification");
        assertThat(config.at("/num_labels").intValue()).isEqualTo(3);
        assertThat(config.at("/id2label/2").textValue()).isEqualTo("maybe");
        assertThat(config.at("/label2id/yes").intValue()).isEqualTo(1);
        assertThat(config.at("/problem_type").textValue()).isEqualTo("single_label_classification");
        assertThat(config.at("/hidden_size").intValue()).isEqualTo(24);
        assertThat(target.resolve("tokenizer_config.json")).exists();
        assertThatCode(() -> ModelFolder.open(target, target, false)).doesNotThrowAnyException();
        assertThat(Files.mismatch(folder.resolve("model.safetensors"), target.resolve("model.safetensors")))
                .isEqualTo(-1);
    }

    @Test
    void shardsOfAnyFormatStartLikeTheSameNumbersInOneFile() throws Exception {
        for (DType dtype : List.of(DType.F32, DType.F16, DType.BF16)) {
            saveAs(dtype, folder.resolve("model.safetensors"));
            Path single = startingFile(false, 5);
            assertThat(ModelFolder.open(folder, folder, false).files()).hasSize(3);

            shard();

            assertThat(Files.mismatch(single, startingFile(false, 5)))
                    .as(dtype.name())
                    .isEqualTo(-1);
            assertThat(ModelFolder.open(folder, folder, false).files())
                    .containsExactly(
                            folder.resolve("config.json"),
                            folder.resolve("tokenizer.json"),
                            folder.resolve("model.safetensors.index.json"),
                            folder.resolve("model-00001-of-00003.safetensors"),
                            folder.resolve("model-00002-of-00003.safetensors"),
                            folder.resolve("model-00003-of-00003.safetensors"));
        }
    }

    @Test
    void anAbsentShardIsSaidWhenTheFolderIsOpened() throws Exception {
        shard();
        Files.delete(folder.resolve("model-00002-of-00003.safetensors"));

        assertThatThrownBy(() -> ModelFolder.open(folder, folder, false))
                .isInstanceOf(InvalidModel.class)
                .hasMessage(folder.resolve("model.safetensors.index.json")
                        + ": names the shard model-00002-of-00003.safetensors, which is not in the folder");
    }

    private void saveAs(DType dtype, Path target) throws Exception {
        List<TensorSource> tensors = new ArrayList<>();
        Path fixture = Fixture.of("roberta").folder().resolve("model.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(fixture)) {
            for (TensorInfo tensor : file.tensors().values()) {
                tensors.add(TensorSource.floats(tensor.name(), dtype, tensor.shape(), file.floats(tensor.name())));
            }
        }
        SafetensorsWriter.write(target, tensors, SafetensorsWriter.PYTORCH);
    }

    /// What `save_pretrained` with a small `max_shard_size` leaves.
    private void shard() throws Exception {
        Path single = folder.resolve("model.safetensors");
        ObjectNode index = JSON.createObjectNode();
        try (SafetensorsFile file = SafetensorsFile.open(single)) {
            List<String> names = List.copyOf(file.tensors().keySet());
            for (int shard = 0; shard < 3; shard++) {
                String name = "model-0000%d-of-00003.safetensors".formatted(shard + 1);
                List<TensorSource> tensors = new ArrayList<>();
                for (int i = shard; i < names.size(); i += 3) {
                    TensorInfo tensor = file.tensor(names.get(i));
                    tensors.add(
                            TensorSource.of(tensor.name(), tensor.dtype(), tensor.shape(), file.data(tensor.name())));
                    index.withObject("/weight_map").put(tensor.name(), name);
                }
                SafetensorsWriter.write(folder.resolve(name), tensors, SafetensorsWriter.PYTORCH);
            }
        }
        JSON.writeValue(folder.resolve("model.safetensors.index.json").toFile(), index);
        Files.delete(single);
    }

    private float[] starting(String name) throws Exception {
        try (SafetensorsFile file = SafetensorsFile.open(startingFile(false, 5))) {
            return file.floats(name);
        }
    }

    private Path startingFile(boolean random, long seed) throws Exception {
        ModelFolder model = ModelFolder.open(folder, folder, random);
        Path target = Files.createTempFile(folder, "start", ".safetensors");
        try (Session torch = Session.open(Fixture.of("roberta").compute())) {
            Parameters parameters = new Parameters(model.architecture().parameters(Fixture.CLASSES), torch.manager());
            parameters.start(model, seed);
            parameters.writeTo(target, Map.of());
        }
        return target;
    }

    private void rewrite(Function<String, Optional<String>> rename) throws Exception {
        Path weights = folder.resolve("model.safetensors");
        try (SafetensorsFile file = SafetensorsFile.open(weights)) {
            List<TensorSource> tensors = new ArrayList<>();
            for (String name : file.tensors().keySet()) {
                Optional<String> other = rename.apply(name);
                if (other.isPresent()) {
                    tensors.add(TensorSource.of(
                            other.get(),
                            file.tensor(name).dtype(),
                            file.tensor(name).shape(),
                            file.data(name)));
                }
            }
            SafetensorsWriter.write(weights, tensors, Map.of());
        }
    }
}
