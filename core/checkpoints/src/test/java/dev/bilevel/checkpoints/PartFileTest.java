package dev.bilevel.checkpoints;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/// What becomes of half a file when its writer dies or its disk is full.
class PartFileTest {
    @TempDir
    Path folder;

    /// Writes a megabyte and waits to be killed, or writes as much as it was told.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            Path target = Path.of(arguments[0]);
            MemorySegment megabyte = MemorySegment.ofArray(new byte[1 << 20]);
            if (arguments.length == 1) {
                HashedFile file = new HashedFile(target);
                file.write(megabyte);
                System.out.println("begun");
                Thread.sleep(Duration.ofMinutes(10));
            }
            List<TensorSource> tensors = Stream.of("a", "b", "c", "d")
                    .map(name -> TensorSource.of(name, DType.U8, List.of(1L << 20), megabyte))
                    .toList();
            try {
                SafetensorsWriter.write(target, tensors, SafetensorsWriter.PYTORCH);
                System.out.println("written");
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void whatAKilledWriterLeftIsRemovedByALaterOneOnceItIsOld() throws Exception {
        Process process = start(List.of(), folder.resolve("model").toString());
        Path part;
        try {
            assertThat(firstLine(process)).isEqualTo("begun");
            part = parts().getFirst();
            ageOf(part, PartFile.ABANDONED.plusMinutes(1));

            writeAnother();

            assertThat(part).as("its writer lives, however slow").exists();
        } finally {
            process.destroyForcibly().waitFor();
        }
        ageOf(part, PartFile.ABANDONED.minusMinutes(1));
        writeAnother();
        assertThat(part).as("young").exists();

        ageOf(part, PartFile.ABANDONED.plusMinutes(1));
        writeAnother();

        assertThat(parts()).isEmpty();
        assertThat(folder.resolve("model")).doesNotExist();
    }

    @Test
    void aPartOfThisVeryProcessIsLeftAlone() throws Exception {
        try (HashedFile file = new HashedFile(folder.resolve("model"))) {
            Path part = parts().getFirst();
            ageOf(part, Duration.ofDays(1));

            writeAnother();

            assertThat(part).exists();
            assertThat(file.commit().path()).exists();
        }
    }

    @Test
    void otherFilesAreNeverSwept() throws Exception {
        Path visible = Files.writeString(folder.resolve("mine.part"), "mine");
        Path hidden = Files.writeString(folder.resolve(".mine"), "mine");
        ageOf(visible, Duration.ofDays(1));
        ageOf(hidden, Duration.ofDays(1));

        writeAnother();

        assertThat(visible).exists();
        assertThat(hidden).exists();
    }

    @Test
    void aFullDiskIsOneClearLineAndLeavesNothing() throws Exception {
        Path target = folder.resolve("model");
        // 1,024 blocks of 1 KiB: the kernel refuses to let a file of this process grow further.
        Process process =
                start(List.of("bash", "-c", "ulimit -f 1024; exec \"$@\"", "limited"), target.toString(), "all");

        assertThat(firstLine(process))
                .startsWith(target + " cannot be written: ")
                .contains("File too large");
        assertThat(process.waitFor()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    private void writeAnother() throws IOException {
        Path other = folder.resolve("other");
        SafetensorsWriter.write(other, List.of(), SafetensorsWriter.PYTORCH);
        Files.delete(other);
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    private static void ageOf(Path file, Duration age) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private static Process start(List<String> around, String... arguments) throws IOException {
        List<String> command = new java.util.ArrayList<>(around);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }
}
