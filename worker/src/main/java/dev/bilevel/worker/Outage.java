package dev.bilevel.worker;

import org.jboss.logging.Logger;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether something that is nice to have is away: one line in the log when it goes, one when it comes back.
final class Outage {
    private static final Logger LOG = Logger.getLogger(Outage.class);

    private final String what;
    private final AtomicBoolean lasts = new AtomicBoolean();

    Outage(String what) {
        this.what = what;
    }

    void begun(Throwable why) {
        if (lasts.compareAndSet(false, true)) {
            LOG.warnf("%s does not answer (%s): no heartbeats, progress or cancelling until it does", what, why);
        }
    }

    void over() {
        if (lasts.compareAndSet(true, false)) {
            LOG.infof("%s answers again", what);
        }
    }

    boolean lasts() {
        return lasts.get();
    }
}
