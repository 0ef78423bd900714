package dev.bilevel.standalone.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.events.JournalReader;
import dev.bilevel.events.UnreadableJournal;
import dev.bilevel.standalone.CommandFailed;
import dev.bilevel.standalone.Trouble;
import dev.bilevel.standalone.progress.Reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A journal on disk.
///
/// @param shown what is said to be going on while it is read, where that takes long
public record JournalFile(Path path, Optional<String> shown) {
    private static final String EXPECTED = "expected a study's journal, such as runs/<study>/journal.ndjson";

    public JournalFile(Path path) {
        this(path, Optional.empty());
    }

    /// The same, with a word on standard error where reading takes long.
    public JournalFile showing(String what) {
        return new JournalFile(path, Optional.of(what));
    }

    /// Something that reads a whole journal may find wrong with it at its end.
    @FunctionalInterface
    public interface AtTheEnd<T> {
        T get(JournalReader.Whole whole) throws UnreadableJournal;
    }

    /// Reads all of it.
    ///
    /// @param end what comes of it when every entry was taken
    /// @throws CommandFailed (wrong input) with one line that names the file, the line and what is wrong
    public <T> T read(JournalReader.Taker taker, AtTheEnd<T> end) {
        if (!Files.isRegularFile(path)) {
            throw CommandFailed.wrongInput(
                    path + ": " + (Files.isDirectory(path) ? "is a folder" : "is no file") + ", " + EXPECTED);
        }
        try (InputStream in = open()) {
            JournalReader.Whole whole = JournalReader.read(in, taker);
            requireItsEnd(whole);
            return end.get(whole);
        } catch (UnreadableJournal e) {
            throw CommandFailed.wrongInput(path + ": " + e.getMessage());
        } catch (IOException e) {
            throw CommandFailed.wrongInput(path + ": cannot be read: " + Trouble.words(e));
        }
    }

    private InputStream open() throws IOException {
        return shown.isPresent()
                ? Reading.of(path, shown.get(), System.err, Boolean.getBoolean("bilevel.terminal"))
                : Files.newInputStream(path);
    }

    private static JsonNode recorded(Path result) throws IOException {
        try {
            return new ObjectMapper().readTree(result.toFile());
        } catch (JsonProcessingException e) {
            throw CommandFailed.wrongInput(result
                    + ": is no JSON, expected what ./bilevel run wrote; without it the journal's end is not checked");
        }
    }

    /// A chain of hashes cannot know that lines at its end are gone. Where the study's result lies beside it, that
    /// does.
    private void requireItsEnd(JournalReader.Whole whole) throws UnreadableJournal, IOException {
        Path result = path.resolveSibling("result.json");
        if (!Files.isRegularFile(result)) {
            return;
        }
        JsonNode recorded = recorded(result);
        String hash = recorded.path("journalHash").asText();
        if (!recorded.path("study").asText().equals(whole.studyId()) || hash.isEmpty()) {
            System.err.println("bilevel: " + result + " says nothing of study " + whole.studyId()
                    + "; whether the journal's end is missing is not checked");
        } else if (!hash.equals(whole.hash())) {
            long lines = recorded.path("journalLines").asLong();
            throw new UnreadableJournal(
                    whole.lines(),
                    "is the last, with hash " + whole.hash() + "; result.json beside it says " + lines
                            + " lines and hash " + hash + ": the journal was cut or written anew");
        }
    }
}
