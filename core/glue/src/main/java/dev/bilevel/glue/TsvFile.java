package dev.bilevel.glue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A TSV file of one's own, split into texts and labels, which mean nothing yet: an [OwnTask] knows what they mean.
///
/// UTF-8, with or without a byte order mark; lines end with LF or CRLF; fields are separated by tabs; quotes are
/// literal characters, as in GLUE's own files. Unlike those, every line must be sound: the first that is not is the
/// error. Empty lines at the end are none.
///
/// @param rows in file order, at least one
/// @param header whether the first line was taken for one
public record TsvFile(Path path, List<Row> rows, boolean header) {
    private static final long LARGEST_BYTES = OfficialFile.LARGEST_BYTES;

    public TsvFile {
        rows = List.copyOf(rows);
    }

    /// A line of the file.
    ///
    /// @param line its number, from 1
    /// @param second the second text, where the columns name two
    public record Row(long line, String first, Optional<String> second, String label) {}

    /// Reads a whole file whose labels are not known yet.
    ///
    /// @throws InvalidData if it is missing, too large or empty, has no such column, or a line is malformed
    public static TsvFile read(Path file, TsvColumns columns) throws InvalidData {
        return read(file, columns, columns::headed);
    }

    static TsvFile read(Path file, TsvColumns columns, Predicate<List<Row>> headed) throws InvalidData {
        Path path = file.toAbsolutePath().normalize();
        if (!Files.isRegularFile(path)) {
            throw new InvalidData(path + ": is " + (Files.isDirectory(path) ? "a folder" : "no file")
                    + ", expected a TSV file of texts and labels");
        }
        try (InputStream in = Files.newInputStream(path)) {
            if (Files.size(path) > LARGEST_BYTES) {
                throw new InvalidData(path + ": has " + Files.size(path) + " bytes, expected at most " + LARGEST_BYTES);
            }
            return read(path, new Lines(in), columns, headed);
        } catch (IOException e) {
            throw new InvalidData(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static TsvFile read(Path path, Lines lines, TsvColumns wanted, Predicate<List<Row>> headed)
            throws IOException, InvalidData {
        try {
            Optional<byte[]> first = lines.next();
            if (first.isEmpty()) {
                throw new InvalidData(path + ": is empty, expected at least one line of texts and label");
            }
            List<String> fields = Columns.split(Lines.text(first.get()));
            TsvColumns.Found found = wanted.find(fields);
            List<Row> rows = new ArrayList<>();
            rows.add(found.row(1, fields));
            Optional<Long> blank = Optional.empty();
            for (Optional<byte[]> line = lines.next(); line.isPresent(); line = lines.next()) {
                if (line.get().length == 0) {
                    blank = blank.or(() -> Optional.of(lines.number()));
                    continue;
                }
                if (blank.isPresent()) {
                    throw new InvalidData(path + ": line " + blank.get() + " is empty, expected " + found.count()
                            + " columns as in line 1");
                }
                rows.add(found.row(lines.number(), Columns.split(Lines.text(line.get()))));
                if (rows.size() > GlueData.MOST_EXAMPLES) {
                    throw new InvalidData(path + ": has more than " + GlueData.MOST_EXAMPLES + " lines");
                }
            }
            boolean header = headed.test(rows);
            if (header && rows.size() == 1) {
                throw new InvalidData(path + ": has a header and nothing else, expected at least one line of data");
            }
            return new TsvFile(path, header ? rows.subList(1, rows.size()) : rows, header);
        } catch (MalformedText e) {
            throw new InvalidData(path + ": line " + Math.max(1, lines.number()) + " " + e.getMessage());
        }
    }
}
