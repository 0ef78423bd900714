package dev.bilevel.checkpoints;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// Reads what a weighted sum will ask for next while it computes, on a thread of its own: copying what is read takes
/// as long as summing it. Used by one thread.
final class ReadAhead implements AutoCloseable {
    /// One is being summed, one is ready, one is being read.
    static final int SLABS = 3;

    private final List<Trajectory.Term> terms;
    private final List<String> tensors;
    private final int block;
    private final BlockingQueue<Slab> free = new LinkedBlockingQueue<>();
    private final BlockingQueue<Slab> read = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile Throwable failure;
    private volatile boolean closed;

    /// @param tensors in the order in which they will be asked for
    /// @param block elements of a checkpoint in a slab, unless the tensor ends before
    ReadAhead(List<Trajectory.Term> terms, List<String> tensors, int block) {
        this.terms = terms;
        this.tensors = tensors;
        this.block = block;
        for (int i = 0; i < SLABS; i++) {
            free.add(new Slab(terms, block));
        }
        thread = Thread.ofPlatform().daemon().name("bilevel-read").start(this::run);
    }

    /// The next block of a tensor; to be given back by [#done(Slab)].
    Slab next(String tensor) throws IOException {
        Slab slab = Stage.take(read);
        if (slab.count() == 0) {
            throw new IOException(failure.getMessage(), failure);
        }
        if (!slab.tensor().equals(tensor)) {
            throw new IllegalStateException("tensor " + Names.shown(tensor) + " is asked for, expected "
                    + Names.shown(slab.tensor()) + ", which was read ahead");
        }
        return slab;
    }

    void done(Slab slab) {
        free.add(slab);
    }

    /// Returns when nothing is being read any more.
    @Override
    public void close() {
        closed = true;
        free.add(nothing());
        Stage.join(thread);
    }

    private void run() {
        try {
            for (String tensor : tensors) {
                long elements = terms.getFirst().file().tensor(tensor).elements();
                for (long from = 0; from < elements; from += block) {
                    Slab slab = Stage.take(free);
                    if (closed) {
                        return;
                    }
                    slab.read(tensor, from, (int) Math.min(block, elements - from));
                    read.add(slab);
                }
            }
        } catch (Throwable e) {
            failure = e;
            read.add(nothing());
        }
    }

    /// Wakes whoever waits for a slab.
    private static Slab nothing() {
        return new Slab(List.of(), 0);
    }
}
