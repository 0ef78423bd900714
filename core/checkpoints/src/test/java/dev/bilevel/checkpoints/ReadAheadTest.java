package dev.bilevel.checkpoints;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class ReadAheadTest {
    private static final List<String> BOTH = List.of("a", "b");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void checkpoint() throws Exception {
        file = SafetensorsWriter.write(
                        folder.resolve("checkpoint"),
                        List.of(
                                TensorSource.of("a", List.of(5L), new float[] {1, 2, 3, 4, 5}),
                                TensorSource.of("b", List.of(100L), new float[100])),
                        Map.of())
                .path();
    }

    private Trajectory open() throws Exception {
        return Trajectory.open(List.of(file), List.of(1.0), false);
    }

    @Test
    void blocksComeInOrderTheLastOfATensorShorter() throws Exception {
        try (Trajectory trajectory = open();
                ReadAhead ahead = new ReadAhead(trajectory.terms(), BOTH, 2)) {
            for (int count : new int[] {2, 2, 1}) {
                Slab slab = ahead.next("a");
                assertThat(slab.count()).isEqualTo(count);
                ahead.done(slab);
            }
            assertThat(ahead.next("b").data(0, 0).getFloat()).isZero();
        }
    }

    @Test
    void anotherTensorThanTheNextIsRefused() throws Exception {
        try (Trajectory trajectory = open();
                ReadAhead ahead = new ReadAhead(trajectory.terms(), BOTH, 8)) {
            assertThatThrownBy(() -> ahead.next("b"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("tensor 'b' is asked for, expected 'a', which was read ahead");
        }
    }

    @Test
    void whatCannotBeReadIsSaidToWhoeverAsksForIt() throws Exception {
        try (Trajectory trajectory = open()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 4);
            }
            try (ReadAhead ahead = new ReadAhead(trajectory.terms(), BOTH, 1000)) {
                ahead.done(ahead.next("a"));

                assertThatThrownBy(() -> ahead.next("b"))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(file + " ended at byte ");
            }
        }
    }

    @Test
    void closingEndsTheThreadWhoeverStillHasASlab() throws Exception {
        try (Trajectory trajectory = open()) {
            ReadAhead ahead = new ReadAhead(trajectory.terms(), BOTH, 1);
            assertThat(ahead.next("a").count()).isEqualTo(1);

            ahead.close();

            assertThat(Thread.getAllStackTraces().keySet())
                    .noneMatch(thread -> thread.getName().equals("bilevel-read"));
        }
    }
}
