package dev.bilevel.standalone.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.JournalEntry;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.chaos.Strike.Manner;
import dev.bilevel.standalone.journal.SmallStudy;
import dev.bilevel.standalone.stack.Part;
import dev.bilevel.study.StudySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ChaosReportTest {
    private static final String GREEDY =
            SmallStudy.SPEC.replace("trials: 5", "trials: 5\n  parallelism: 2\n  schedule: greedy");

    @TempDir
    Path folder;

    @Test
    void aStudyThatDecidedTheSameSurvivedItsKills() throws IOException {
        ChaosReport report = report(SmallStudy.SPEC, SmallStudy.SPEC, 3);

        assertThat(report.good()).isTrue();
        assertThat(report.lines())
                .startsWith(
                        "kill  entry  ready after  what",
                        "   1      9        3.2 s  kafka and fusion together",
                        "   3     20        0.4 s  postgres, its data deleted");
        assertThat(report.lines().getLast()).matches("equal: \\d+ decisions, 3 kills survived");
    }

    @Test
    void killsThatCameTooLateAreNotCounted() throws IOException {
        assertThat(report(SmallStudy.SPEC, SmallStudy.SPEC, 7).verdict())
                .endsWith("3 kills survived; the study was over before the other 4");
    }

    @Test
    void aStudyThatDecidedOtherwiseIsToldWhere() throws Exception {
        ChaosReport report = report(SmallStudy.SPEC, SmallStudy.SPEC.replace("name: tiny", "name: tiny\nseed: 4"), 3);

        assertThat(report.good()).isFalse();
        assertThat(report.lines().getLast()).startsWith("differs: trial-suggested s.t0, ");
        JsonNode json = new ObjectMapper().readTree(report.json());
        assertThat(json.path("outcome").asText()).isEqualTo("differs");
        assertThat(json.path("strikes")).hasSize(2);
        assertThat(json.path("strikes").path(0).path("parts").path(1).asText()).isEqualTo("fusion");
    }

    @Test
    void whatDoesNotRepeatIsVerifiedInstead() throws IOException {
        assertThat(report(GREEDY, GREEDY, 3).verdict()).matches("verified: \\d+ decisions, 3 kills survived; .*");
        assertThat(Outcome.repeats(spec(SmallStudy.SPEC))).isTrue();
        assertThat(Outcome.repeats(spec(GREEDY.replace("parallelism: 2", "parallelism: 1"))))
                .isTrue();
    }

    @Test
    void aJournalOfOtherSettingsOrOfHalfAStudyIsNothingToCompareWith() throws IOException {
        Path whole = write("whole", SmallStudy.SPEC);
        assertThatThrownBy(() -> Recorded.read(whole)
                        .requireComparable(whole, spec(SmallStudy.SPEC.replace("trials: 5", "trials: 6"))))
                .isInstanceOf(CommandFailed.class)
                .hasMessage("--against " + whole
                        + ": its study had other settings, expected the same: outer.trials 5 instead of 6");

        List<JournalEntry> journal = SmallStudy.journal("s", SmallStudy.SPEC);
        Path half = SmallStudy.write(folder.resolve("half"), journal.subList(0, 2));
        assertThatThrownBy(() -> Recorded.read(half).requireComparable(half, spec(SmallStudy.SPEC)))
                .hasMessageEndingWith("its study is running, expected a completed one");
    }

    private ChaosReport report(String undisturbed, String disturbed, int planned) throws IOException {
        Path calm = write("calm", undisturbed);
        Path wild = write("wild", disturbed);
        List<Blow> blows = List.of(
                new Blow(new Strike(8, 10, Manner.KILLED, List.of(Part.KAFKA, Part.FUSION)), 1, 9, 3.21),
                new Blow(new Strike(20, 10, Manner.WIPED, List.of(Part.POSTGRES)), 3, 20, 0.41));
        return new ChaosReport(Outcome.of(Recorded.read(calm), wild), 5, planned, blows, calm, wild, 60);
    }

    private Path write(String name, String spec) throws IOException {
        return SmallStudy.write(folder.resolve(name), SmallStudy.journal("s", spec));
    }

    private static StudySpec spec(String yaml) {
        return StudySpec.fromYaml(yaml, Path.of("/studies"));
    }
}
