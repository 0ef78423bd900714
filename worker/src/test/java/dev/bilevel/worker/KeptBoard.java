package dev.bilevel.worker;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A notice board that keeps what it is told.
final class KeptBoard implements NoticeBoard {
    final List<String> beats = new CopyOnWriteArrayList<>();
    final List<Progress> told = new CopyOnWriteArrayList<>();
    volatile boolean cancelled;

    @Override
    public void heartbeat(String doing, Instant since) {
        beats.add(doing);
    }

    @Override
    public void progress(String studyId, String trialId, Progress progress) {
        told.add(progress);
    }

    @Override
    public void ifCancelled(String studyId, Runnable then) {
        if (cancelled) {
            then.run();
        }
    }
}
