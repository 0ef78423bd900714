package dev.bilevel.events;

import java.util.List;

/// Files that nothing decided from now on refers to: whoever sees the store may delete them, however often it is told.
///
/// Ids say which, since some files have no other name outside the store (the state of a training that failed, a model
/// that nobody could score): the study's id means all of its files, `<study>.t3` what trial 3 left, [#trajectory] of
/// that its checkpoints alone, `<study>.t3.f5` the model of its fusion 5. What was released once is never kept later,
/// so the order in which releases are carried out does not matter.
///
/// Not part of the journal: a study decides the same whether its losers are deleted or not.
///
/// @param released the study's id, or one inside it
/// @param kept ids inside `released` whose files stay; most often none
public record FilesReleased(String studyId, String released, List<String> kept) implements Event {
    private static final int MOST_KEPT = 100;

    public FilesReleased {
        Check.id("studyId", studyId);
        Check.id("released", released);
        if (!released.equals(studyId)) {
            Check.inside("released", released, studyId);
        }
        Check.present("kept", kept);
        Check.between("kept.size", kept.size(), 0, MOST_KEPT);
        for (int i = 0; i < kept.size(); i++) {
            Check.inside("kept[" + i + "]", kept.get(i), released);
        }
        kept = List.copyOf(kept);
    }

    /// The id of a trial's checkpoints, and of all that its training left beside them.
    public static String trajectory(String trialId) {
        return trialId + ".checkpoints";
    }

    @Override
    public String subject() {
        return released;
    }
}
