package dev.bilevel.optimizer.messaging;

import jakarta.enterprise.context.ApplicationScoped;

/// Whether this instance knows the whole journal, up to where it ended when it began to read. Once it does, it keeps
/// up. The group is told whenever it meets, and gives partitions to those who do ([WarmFirst]).
@ApplicationScoped
class Warmth {
    private boolean warm;
    private boolean told;
    private boolean asked;

    synchronized boolean isWarm() {
        return warm;
    }

    synchronized void warm() {
        warm = true;
    }

    /// What the group is told now.
    synchronized boolean tell() {
        told = warm;
        return warm;
    }

    /// Whether the group should meet again, since it was told otherwise; true once, unless that came to nothing.
    synchronized boolean isNews() {
        boolean news = warm && !told && !asked;
        asked |= news;
        return news;
    }

    /// The group was not reached.
    synchronized void unheard() {
        asked = false;
    }
}
