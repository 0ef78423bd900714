package dev.bilevel.hub;

import dev.bilevel.glue.Part;
import dev.bilevel.glue.Task;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/// Where a task's data is: in a folder that somebody names, or at GLUE's official addresses.
///
///     Path folder = Datasets.locate("download", Task.MRPC, Listener.NONE);
///
/// What is downloaded is kept in `$BILEVEL_HOME/glue`, in the layout that [dev.bilevel.glue.GlueData] reads;
/// `BILEVEL_HOME` is `~/.cache/bilevel` unless it is set. `BILEVEL_GLUE_ENDPOINT` names a mirror; its files
/// must be the official ones to the byte. `HF_HUB_OFFLINE` forbids downloads here, too.
public final class Datasets {
    /// What stands for the official files, where a folder is expected. A folder of that name is `./download`.
    public static final String DOWNLOAD = "download";

    /// MNLI's train file, the largest, has less than half of it.
    private static final long LARGEST_FILE_BYTES = 1L << 30;

    private final Settings settings;
    private final Function<Task, GlueSource> sources;
    private final Transfer transfer;

    Datasets(Settings settings, Patience patience, Function<Task, GlueSource> sources) {
        this.settings = settings;
        this.sources = sources;
        this.transfer = new Transfer(new Web(settings.glue(), Optional.empty(), patience));
    }

    /// The folder that holds a folder named like the task.
    ///
    /// @param folderOrDownload a folder, which is returned as it is, whether it exists or not; or [#DOWNLOAD]
    /// @throws HubFailed in one line, where the official files cannot be had
    public static Path locate(String folderOrDownload, Task task, Listener listener) throws HubFailed {
        if (!folderOrDownload.equals(DOWNLOAD)) {
            try {
                return Path.of(folderOrDownload);
            } catch (InvalidPathException e) {
                throw HubFailed.forGood("data: is '" + folderOrDownload + "', expected a folder or " + DOWNLOAD);
            }
        }
        return new Datasets(Settings.of(System.getenv()), Patience.USUAL, GlueSource::of).downloaded(task, listener);
    }

    /// The folder that holds the task's folder, with its train and dev files, downloaded unless they are there.
    Path downloaded(Task task, Listener listener) throws HubFailed {
        Path folder = settings.dataCache().resolve(task.officialName());
        Complaints complaints = new Complaints("GLUE's " + task.officialName());
        try {
            if (!isComplete(folder, task)) {
                if (settings.offline()) {
                    throw HubFailed.forGood(complaints.offlineData(folder));
                }
                try (Lock _ =
                        Lock.take(settings.dataCache().resolve(".locks").resolve(task.officialName()), listener)) {
                    if (!isComplete(folder, task)) {
                        download(task, folder, listener);
                    }
                }
            }
            return settings.dataCache();
        } catch (WebFailed e) {
            throw complaints.data(e);
        } catch (ZipException | CharacterCodingException e) {
            throw HubFailed.forGood(complaints.subject() + ": the archive " + e.getMessage());
        } catch (IOException e) {
            throw complaints.local(e, "BILEVEL_HOME");
        }
    }

    /// Each file appears whole or not at all; the last one makes the folder complete.
    private void download(Task task, Path folder, Listener listener) throws IOException {
        Path scratch = Files.createDirectories(
                settings.dataCache().resolve(".incomplete").resolve(task.officialName()));
        List<Part> parts = parts(task);
        switch (sources.apply(task)) {
            case GlueSource.Zip(GlueSource.Remote file) -> {
                Path archive = fetch(file, scratch, listener);
                Unpacking unpacking = new Unpacking(LARGEST_FILE_BYTES);
                for (Part part : parts) {
                    String name = part.fileName(task);
                    unpacking.extract(archive, task.officialName() + "/" + name, scratch.resolve(name));
                }
            }
            case GlueSource.Paraphrases(GlueSource.Remote corpus, GlueSource.Remote devIds) ->
                DevSplit.write(
                        fetch(corpus, scratch, listener),
                        fetch(devIds, scratch, listener),
                        scratch.resolve(Part.TRAIN.fileName(task)),
                        scratch.resolve(Part.DEV.fileName(task)));
        }
        Files.createDirectories(folder);
        for (Part part : parts) {
            Files.move(
                    scratch.resolve(part.fileName(task)),
                    folder.resolve(part.fileName(task)),
                    StandardCopyOption.ATOMIC_MOVE);
        }
        try (Stream<Path> rest = Files.list(scratch)) {
            for (Path file : rest.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(scratch);
    }

    private Path fetch(GlueSource.Remote file, Path scratch, Listener listener) throws IOException {
        Path target = scratch.resolve(file.name());
        URI address = URI.create(settings.glue() + file.path());
        transfer.fetch(
                new Transfer.Order(file.name(), address, target, file.bytes(), new Checksum.Sha256(file.sha256())),
                listener);
        return target;
    }

    private static boolean isComplete(Path folder, Task task) {
        return parts(task).stream().allMatch(part -> Files.isRegularFile(folder.resolve(part.fileName(task))));
    }

    private static List<Part> parts(Task task) {
        return Stream.of(Part.values()).filter(part -> part.existsFor(task)).toList();
    }
}
