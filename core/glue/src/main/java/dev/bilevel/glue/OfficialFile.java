package dev.bilevel.glue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file of GLUE on this machine.
///
/// @param path absolute
public record OfficialFile(Task task, Part part, Path path) {
    /// The largest official file is MNLI's train: nearly 400,000 lines, each with four parse trees.
    static final long LARGEST_BYTES = 2L << 30;

    /// Finds the file in the folder that holds one folder for each task.
    ///
    /// @throws InvalidData if it is not there, is no regular file, or is larger than 2 GiB
    /// @throws IllegalArgumentException if the task has no such part
    public static OfficialFile locate(Path dataFolder, Task task, Part part) throws InvalidData {
        Path path = dataFolder
                .toAbsolutePath()
                .normalize()
                .resolve(task.officialName())
                .resolve(part.fileName(task));
        return checked(task, part, path);
    }

    /// Finds the file in the folder that holds one folder for each task, or in the task's own folder.
    ///
    /// @throws InvalidData if it is in neither, is no regular file, or is larger than 2 GiB
    /// @throws IllegalArgumentException if the task has no such part
    public static OfficialFile locateAnywhere(Path folder, Task task, Part part) throws InvalidData {
        Path own = folder.toAbsolutePath().normalize().resolve(part.fileName(task));
        Path name = own.getParent().getFileName();
        // SST-2's files and QNLI's name their columns alike: a folder that is called as another task is not this one's.
        boolean another = name != null && Task.names().contains(name.toString()) && !name.endsWith(task.officialName());
        boolean inside = Files.isDirectory(folder.resolve(task.officialName())) || !Files.isRegularFile(own);
        return inside || another ? locate(folder, task, part) : checked(task, part, own);
    }

    private static OfficialFile checked(Task task, Part part, Path path) throws InvalidData {
        if (!Files.isRegularFile(path)) {
            throw new InvalidData(whatIsMissing(task, path));
        }
        try {
            long bytes = Files.size(path);
            if (bytes > LARGEST_BYTES) {
                throw new InvalidData(path + ": has " + bytes + " bytes, expected at most " + LARGEST_BYTES);
            }
        } catch (IOException e) {
            throw new InvalidData(path + ": cannot be read: " + e, e);
        }
        return new OfficialFile(task, part, path);
    }

    private static String whatIsMissing(Task task, Path path) {
        Path folder = path.getParent();
        Path data = folder.getParent();
        String found;
        if (Files.isDirectory(path)) {
            found = path + " is a folder, expected a file";
        } else if (Files.isDirectory(folder)) {
            found = "no file " + path;
        } else {
            found = "no folder %s; looked for %s".formatted(Files.isDirectory(data) ? folder : data, path);
        }
        if (Files.isRegularFile(data.resolve(path.getFileName()))) {
            return "data: %s; expected the folder that holds %s/, perhaps %s"
                    .formatted(found, task.officialName(), data.getParent());
        }
        return "data: %s; say download instead of a folder, or get %s from https://gluebenchmark.com/tasks and unpack it there"
                .formatted(found, task.officialName());
    }
}
