package dev.bilevel.glue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads GLUE's official TSV files as they are.
///
/// UTF-8, with or without a byte order mark; lines end with LF or CRLF; fields are separated by tabs; quotes are
/// literal characters. Texts come out character for character, an empty one included, because the official counts
/// include them.
///
/// A line is **malformed** if it is empty, is no UTF-8, has another number of columns than the header, or has a label
/// that the task does not know. Such lines are left out and reported. The file is refused if more than 3 lines and more
/// than 1 % of the lines are malformed, or more than 10,000 in any case, or if nothing remains. The official files
/// need that tolerance: QQP's has a few lines that miss columns.
public final class GlueData {
    private static final int TOLERATED_LINES = 3;
    private static final double TOLERATED_FRACTION = 0.01;
    private static final int MOST_MALFORMED = 10_000;
    /// MNLI's train file, the largest, has 392,702.
    static final int MOST_EXAMPLES = 5_000_000;

    private static final int SHOWN_REASONS = 3;

    private GlueData() {}

    /// Reads `dataFolder/<official name>/<file>`.
    ///
    /// @param dataFolder the folder that holds one folder for each task, named as GLUE names it
    /// @throws InvalidData if the file is missing, beyond the limits, or has too many malformed lines
    /// @throws IllegalArgumentException if the task has no such part
    public static Dataset read(Path dataFolder, Task task, Part part) throws InvalidData {
        return read(OfficialFile.locate(dataFolder, task, part));
    }

    /// Reads a file that was located before.
    ///
    /// @throws InvalidData if the file is beyond the limits, or has too many malformed lines
    public static Dataset read(OfficialFile file) throws InvalidData {
        try (InputStream in = Files.newInputStream(file.path())) {
            return read(file, new Lines(in));
        } catch (IOException e) {
            throw new InvalidData(file.path() + ": cannot be read: " + e, e);
        }
    }

    private static Dataset read(OfficialFile file, Lines lines) throws IOException, InvalidData {
        List<Example> examples = new ArrayList<>();
        List<MalformedLine> malformed = new ArrayList<>();
        try {
            Columns columns = columns(file.task().layout(), lines);
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                try {
                    examples.add(
                            columns.example(Lines.text(line.get()), file.task().answers()));
                } catch (MalformedText e) {
                    malformed.add(new MalformedLine(lines.number(), e.getMessage()));
                }
                stayWithinLimits(file, examples.size(), malformed);
            }
        } catch (MalformedText e) {
            throw new InvalidData(file.path() + ": line " + lines.number() + " " + e.getMessage());
        }
        judge(file, examples.size(), malformed);
        return new Dataset(examples, malformed);
    }

    private static Columns columns(Layout layout, Lines lines) throws IOException, MalformedText {
        return switch (layout) {
            case Layout.Headless headless -> headless.columns();
            case Layout.Headed headed -> {
                Optional<byte[]> header = lines.next();
                yield headed.columns(Columns.split(header.isPresent() ? Lines.text(header.get()) : ""));
            }
        };
    }

    private static void stayWithinLimits(OfficialFile file, int examples, List<MalformedLine> malformed)
            throws InvalidData {
        if (examples > MOST_EXAMPLES) {
            throw new InvalidData(file.path() + ": has more than " + MOST_EXAMPLES + " examples");
        }
        if (malformed.size() > MOST_MALFORMED) {
            throw tooManyMalformed(file, examples, malformed);
        }
    }

    private static void judge(OfficialFile file, int examples, List<MalformedLine> malformed) throws InvalidData {
        int lines = examples + malformed.size();
        if (lines == 0) {
            throw new InvalidData(file.path() + ": has no examples, expected at least one line of data");
        }
        boolean many = malformed.size() > TOLERATED_LINES && malformed.size() > TOLERATED_FRACTION * lines;
        if (many || examples == 0) {
            throw tooManyMalformed(file, examples, malformed);
        }
    }

    private static InvalidData tooManyMalformed(OfficialFile file, int examples, List<MalformedLine> malformed) {
        String reasons = malformed.stream()
                .limit(SHOWN_REASONS)
                .map(MalformedLine::toString)
                .collect(Collectors.joining("; "));
        return new InvalidData("%s: is no %s file as GLUE publishes it: %d of its first %d lines are malformed: %s%s"
                .formatted(
                        file.path(),
                        file.task().officialName(),
                        malformed.size(),
                        examples + malformed.size(),
                        reasons,
                        malformed.size() > SHOWN_REASONS ? "; …" : ""));
    }
}
