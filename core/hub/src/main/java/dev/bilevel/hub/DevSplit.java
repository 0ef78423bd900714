package dev.bilevel.hub;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Makes MRPC's train and dev files of the corpus's training file and the list of pairs that are dev, as GLUE's
/// download script does: the header goes into both, each pair into one, in the corpus's order.
final class DevSplit {
    private static final int COLUMNS = 5;

    private DevSplit() {}

    /// @param corpus `Quality`, `#1 ID`, `#2 ID`, `#1 String`, `#2 String`, with a header; LF or CRLF
    /// @param devIds `#1 ID` and `#2 ID` of each dev pair
    /// @throws IOException if the corpus has another layout, or not every dev pair
    static void write(Path corpus, Path devIds, Path train, Path dev) throws IOException {
        Set<List<String>> wanted = new HashSet<>();
        for (String line : Files.readAllLines(devIds, StandardCharsets.UTF_8)) {
            wanted.add(columns(line));
        }
        List<String> lines = Files.readAllLines(corpus, StandardCharsets.UTF_8);
        Set<List<String>> found = new HashSet<>();
        try (Writer trainFile = Files.newBufferedWriter(train);
                Writer devFile = Files.newBufferedWriter(dev)) {
            for (int i = 0; i < lines.size(); i++) {
                List<String> columns = columns(lines.get(i));
                if (columns.size() != COLUMNS) {
                    throw new IOException(corpus.getFileName() + ": line " + (i + 1) + " has " + columns.size()
                            + " columns, expected " + COLUMNS);
                }
                List<String> pair = columns.subList(1, 3);
                boolean isDev = wanted.contains(pair);
                if (isDev) {
                    found.add(pair);
                }
                String row = String.join("\t", columns) + "\n";
                if (i == 0 || isDev) {
                    devFile.write(row);
                }
                if (i == 0 || !isDev) {
                    trainFile.write(row);
                }
            }
        }
        if (found.size() != wanted.size()) {
            throw new IOException(corpus.getFileName() + ": has " + found.size() + " of the " + wanted.size()
                    + " pairs that are dev");
        }
    }

    private static List<String> columns(String line) {
        return Arrays.asList(line.strip().split("\t", -1));
    }
}
