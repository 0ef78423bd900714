package dev.bilevel.standalone.stack;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

import static java.lang.foreign.ValueLayout.JAVA_INT;

/// What Java has no method for: stopping a process without ending it. The constants' numbers are Linux's.
///
/// Sent by calling the C library, which takes microseconds; a child that runs `kill` would take milliseconds, in which
/// whatever it was to be stopped in the middle of is over.
enum Signal {
    STOP(19),
    CONTINUE(18);

    private static final MethodHandle KILL = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /// Sends it; to a process that is gone, nothing happens.
    void send(long pid) {
        try {
            int _ = (int) KILL.invokeExact(Math.toIntExact(pid), number);
        } catch (Throwable e) {
            throw new IllegalStateException("kill: cannot be called", e);
        }
    }
}
