package dev.bilevel.standalone.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.Artifact;
import dev.bilevel.events.ModelRole;
import dev.bilevel.events.Params;
import dev.bilevel.events.StudyCompleted;
import dev.bilevel.glue.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class StudyResultTest {
    static final StudyCompleted COMPLETED = new StudyCompleted(
            "s",
            "s.t3",
            3,
            new Params(Map.of("learningRate", 1e-4, "batchSize", 16L)),
            List.of(0.25, 0.75),
            new Artifact("file:///store/m.safetensors", "0".repeat(64), 10),
            0.9,
            Map.of(ModelRole.FUSED, 0.88, ModelRole.LAST, 0.86, ModelRole.UNIFORM, 0.87),
            8,
            1);

    private final StudyResult result = new StudyResult(
                    Task.SST2,
                    COMPLETED,
                    new StudyResult.Recorded(258, "f".repeat(64)),
                    new StudyResult.Seconds(11.5, 40.25, 20, 6, 8, 0))
            .withShutDown(1.5);

    @Test
    void theFileSaysWhatWonAndAgainstWhat(@TempDir Path folder) throws Exception {
        result.write(folder.resolve("result.json"));

        JsonNode expected = new ObjectMapper().readTree("""
                {"study": "s", "task": "SST-2", "metric": "accuracy",
                 "best": {"trial": 3, "trialId": "s.t3", "params": {"batchSize": 16, "learningRate": 1.0E-4},
                          "fusionWeights": [0.25, 0.75], "validation": 0.9, "holdout": 0.88},
                 "baselines": {"last": 0.86, "uniform": 0.87},
                 "trials": 8, "failedTrials": 1, "model": "model",
                 "modelSha256": "0000000000000000000000000000000000000000000000000000000000000000",
                 "journal": "journal.ndjson", "journalLines": 258,
                 "journalHash": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                 "seconds": {"startUp": 11.5, "study": 40.25, "training": 20.0, "fusing": 6.0, "scoring": 8.0,
                             "shutDown": 1.5}}""");
        assertThat(new ObjectMapper().readTree(Files.readString(folder.resolve("result.json"))))
                .isEqualTo(expected);
    }

    @Test
    void theTableShowsTheSameAndADashForAScoreThatIsMissing() {
        assertThat(String.join("\n", result.table())).isEqualTo("""
                study      s: SST-2, 8 trials (1 failed)
                best trial 3: batchSize 16, learningRate 0.0001
                weights    0.250  0.750

                accuracy                             validation holdout
                  fused                              0.9000     0.8800
                  last checkpoint                               0.8600
                  best single checkpoint                        -
                  uniform average (SWA)                         0.8700

                seconds    start-up 11.5, study 40.3 (training 20.0, fusing 6.0, scoring 8.0)""");
    }
}
