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
    void momentsThatWereWaitedForAreToldAsTheyWereHitOrMissed() throws Exception {
        Path journal = write("calm", SmallStudy.SPEC);
        Blow hit = waited(3, new Hit.InTheMoment("131 kB of t3's checkpoint-2"));
        Blow missed = waited(4, new Hit.Missed("none came by entry 91"));
        ChaosReport report = report(journal, journal, 2, List.of(hit, missed));

        assertThat(hit.line(20))
                .isEqualTo("kill 3 of 20 at entry 31: trainer, in the middle of saving a checkpoint (131 kB of t3's"
                        + " checkpoint-2); ready after 4.6 s");
        assertThat(missed.line(20))
                .isEqualTo("kill 4 of 20 at entry 31: trainer, at no special moment: none came by entry 91; ready"
                        + " after 4.6 s");
        assertThat(report.lines()).contains("moments      1 of 2 hit");
        JsonNode strikes = new ObjectMapper().readTree(report.json()).path("strikes");
        assertThat(strikes.path(0).path("manner").asText()).isEqualTo("mid_save");
        assertThat(strikes.path(0).path("hit").asBoolean()).isTrue();
        assertThat(strikes.path(0).path("seen").asText()).isEqualTo("131 kB of t3's checkpoint-2");
        assertThat(strikes.path(1).path("hit").asBoolean(true)).isFalse();
        assertThat(strikes.path(1).path("why").asText()).isEqualTo("none came by entry 91");
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
                new Blow(
                        new Strike(8, 10, 8, Manner.KILLED, List.of(Part.KAFKA, Part.FUSION)),
                        new Hit.Anything(),
                        1,
                        9,
                        3.21),
                new Blow(
                        new Strike(20, 10, 20, Manner.WIPED, List.of(Part.POSTGRES)), new Hit.Anything(), 3, 20, 0.41));
        return report(calm, wild, planned, blows);
    }

    private static ChaosReport report(Path calm, Path wild, int planned, List<Blow> blows) {
        return new ChaosReport(Outcome.of(Recorded.read(calm), wild), 5, planned, blows, calm, wild, 60);
    }

    private static Blow waited(int kill, Hit hit) {
        return new Blow(new Strike(20, 10, 90, Manner.MID_SAVE, List.of(Part.TRAINER)), hit, kill, 31, 4.64);
    }

    private Path write(String name, String spec) throws IOException {
        return SmallStudy.write(folder.resolve(name), SmallStudy.journal("s", spec));
    }

    private static StudySpec spec(String yaml) {
        return StudySpec.fromYaml(yaml, Path.of("/studies"));
    }
}
