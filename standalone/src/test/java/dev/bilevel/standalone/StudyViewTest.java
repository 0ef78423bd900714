package dev.bilevel.standalone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.standalone.progress.Snapshot;
import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.OptionalDouble;

import static org.assertj.core.api.Assertions.assertThat;

class StudyViewTest {
    @Test
    void theOldestTrialThatIsNotOverIsTheCurrentOne() throws JsonProcessingException {
        StudyView view = view("""
                {"status": "running", "counts": {"budget": 8, "suggested": 4, "completed": 1, "failed": 1},
                 "best": {"trial": 0, "value": 0.75},
                 "spec": {"inner": {"fusions": 10}},
                 "trials": [
                   {"trial": 0, "state": "completed"}, {"trial": 1, "state": "failed"},
                   {"trial": 2, "state": "training", "progress": {"step": 40, "steps": 120, "loss": 0.61}},
                   {"trial": 3, "state": "fusing", "inner": {"scored": 3, "failed": 1}}]}""");

        assertThat(view.over()).isFalse();
        assertThat(view.snapshot())
                .isEqualTo(new Snapshot(
                        8, 2, 1, 10, Optional.of(new Snapshot.Training(2, 40, 120, 0.61)), OptionalDouble.of(0.75)));
    }

    @Test
    void failedFusionsAreOverToo() throws JsonProcessingException {
        assertThat(current("{\"trial\": 3, \"state\": \"fusing\", \"inner\": {\"scored\": 3, \"failed\": 1}}"))
                .contains(new Snapshot.Fusing(3, 4));
    }

    @Test
    void aValidatedTrialHasAllItsFusions() throws JsonProcessingException {
        assertThat(current("{\"trial\": 3, \"state\": \"validating\", \"inner\": {\"budget\": 10}}"))
                .contains(new Snapshot.Fusing(3, 10));
    }

    @Test
    void aTrialWithoutProgressWaits() throws JsonProcessingException {
        assertThat(current("{\"trial\": 3, \"state\": \"training\", \"progress\": null}"))
                .contains(new Snapshot.Waiting(3));
    }

    @Test
    void aStudyThatWasOnlySubmittedHasNothingToShow() throws JsonProcessingException {
        StudyView view = view("{\"status\": \"submitted\"}");

        assertThat(view.over()).isFalse();
        assertThat(view.snapshot()).isEqualTo(new Snapshot(0, 0, 0, 0, Optional.empty(), OptionalDouble.empty()));
    }

    @Test
    void completedFailedAndCancelledStudiesAreOver() throws JsonProcessingException {
        for (String status : new String[] {"completed", "failed", "cancelled"}) {
            assertThat(view("{\"status\": \"" + status + "\"}").over())
                    .as(status)
                    .isTrue();
        }
    }

    private static Optional<Snapshot.Current> current(String trial) throws JsonProcessingException {
        return view("{\"status\": \"running\", \"spec\": {\"inner\": {\"fusions\": 10}}, \"trials\": [" + trial + "]}")
                .snapshot()
                .current();
    }

    private static StudyView view(String json) throws JsonProcessingException {
        return StudyView.of(new ObjectMapper().readTree(json));
    }
}
