package dev.bilevel.worker;

import java.time.Instant;

/// News for people, and the cancel flag: all of it may be lost at any time. No call waits, and none throws.
interface NoticeBoard {

    /// This process lives.
    ///
    /// @param doing subject of the work in hand, empty if idle
    /// @param since when that began
    void heartbeat(String doing, Instant since);

    /// How far a trial is.
    void progress(String studyId, String trialId, Progress progress);

    /// Asks whether the study is cancelled, and calls back, some time, if it is.
    void ifCancelled(String studyId, Runnable then);
}
