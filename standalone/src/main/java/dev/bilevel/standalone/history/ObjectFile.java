package dev.bilevel.standalone.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.bayesopt.InvalidInput;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.history.JsonLine.NotJson;
import dev.bilevel.study.InvalidObservation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// A file of JSON objects, one a line. Blank lines are passed over.
///
/// @param name as it appears in messages
/// @param most lines that hold something
/// @param example of one object
record ObjectFile(String name, int most, String example) {

    /// Reads every line of the file of that name.
    ///
    /// @param what the file should be, in messages
    /// @param each as in the other `read`
    /// @throws CommandFailed (wrong input) where the file cannot be read, or naming the first line that is wrong
    <T> List<T> read(String what, BiFunction<ObjectNode, Integer, T> each) {
        Path file = Path.of(name);
        if (Files.isDirectory(file)) {
            throw CommandFailed.wrongInput(name + ": is a folder, expected " + what);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return read(in, each);
        } catch (NoSuchFileException _) {
            throw CommandFailed.wrongInput(name + ": is no file, expected " + what);
        } catch (IOException e) {
            throw CommandFailed.wrongInput(name + ": cannot be read: " + e.getMessage());
        }
    }

    /// Reads every line.
    ///
    /// @param each from the object, and its index among those of the file, to what it means
    /// @throws CommandFailed (wrong input) naming the first line that is wrong
    <T> List<T> read(InputStream in, BiFunction<ObjectNode, Integer, T> each) {
        List<T> all = new ArrayList<>();
        try {
            LineReader lines = new LineReader(in);
            for (Optional<LineReader.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                switch (line.get()) {
                    case LineReader.Unreadable bad -> throw wrong(bad.number(), bad.problem());
                    case LineReader.Text blank when blank.text().isBlank() -> {}
                    case LineReader.Text(int number, String text) -> all.add(object(number, text, all.size(), each));
                }
            }
        } catch (IOException e) {
            throw CommandFailed.wrongInput(name + ": cannot be read: " + e.getMessage());
        }
        return all;
    }

    private <T> T object(int number, String text, int index, BiFunction<ObjectNode, Integer, T> each) {
        if (index == most) {
            throw wrong(number, "line: is one too many, expected at most " + most);
        }
        try {
            return each.apply(JsonLine.read(text, example), index);
        } catch (NotJson | InvalidObservation | InvalidInput e) {
            throw wrong(number, e.getMessage());
        }
    }

    private CommandFailed wrong(int number, String problem) {
        return CommandFailed.wrongInput(name + ": line " + number + ": " + problem);
    }
}
