package dev.bilevel.standalone.stack;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LeashTest {
    @Test
    void whatIsHeldEndsWhenItsHolderIsKilled() throws Exception {
        Process held = sleeping();
        Process holder = holderOf(held, held);

        holder.destroyForcibly().waitFor();

        assertThat(held.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatWasReleasedLivesOn() throws Exception {
        Process free = sleeping();
        try (Leash leash = Leash.take()) {
            leash.hold(free.pid());
        }
        try {
            assertThat(free.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            free.destroyForcibly();
        }
    }

    @Test
    void whatWasDroppedOutlivesItsHolder() throws Exception {
        Process dropped = sleeping();
        Process held = sleeping();
        Process holder = holderOf(held, dropped);

        holder.destroyForcibly().waitFor();

        try {
            assertThat(held.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(dropped.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        } finally {
            dropped.destroyForcibly();
        }
    }

    @Test
    void aProcessApartIgnoresAnInterruptAndObeysATermination() throws Exception {
        Process apart = new ProcessBuilder(Leash.apart(List.of("sleep", "60"))).start();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> apart.info().command().orElse("").endsWith("sleep"));

        signal("INT", apart.pid());
        assertThat(apart.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();

        signal("TERM", apart.pid());
        assertThat(apart.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatEndsTheWholeGroupLeavesAProcessApartAlone() throws Exception {
        List<String> apart = Leash.apart(List.of("sh", "-c", "echo $$; exec sleep 60"));
        List<String> group = new ArrayList<>(List.of("setsid", "sh", "-c", "\"$@\" & sleep 60", "sh"));
        group.addAll(apart);
        Process leader = new ProcessBuilder(group).start();
        long pid = Long.parseLong(leader.inputReader().readLine());

        signal("TERM", -leader.pid());

        try {
            assertThat(leader.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(ProcessHandle.of(pid))
                    .hasValueSatisfying(left -> assertThat(left.isAlive()).isTrue());
        } finally {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private static Process sleeping() throws IOException {
        return new ProcessBuilder("sleep", "60").start();
    }

    private static void signal(String name, long pid) throws Exception {
        new ProcessBuilder("kill", "-" + name, "--", Long.toString(pid)).start().waitFor();
    }

    /// A holder of the first; it held the second for a while.
    private static Process holderOf(Process held, Process dropped) throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        Long.toString(held.pid()),
                        Long.toString(dropped.pid()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(holder.inputReader().readLine()).isEqualTo("holding");
        return holder;
    }

    /// A JVM that holds a process until it is killed.
    static final class Holder {
        public static void main(String[] arguments) throws InterruptedException {
            Leash leash = Leash.take();
            leash.hold(Long.parseLong(arguments[1]));
            leash.drop(Long.parseLong(arguments[1]));
            leash.hold(Long.parseLong(arguments[0]));
            System.out.println("holding");
            Thread.currentThread().join();
            leash.close();
        }
    }
}
