package dev.bilevel.encoder;

import dev.bilevel.glue.Example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.List;

/// Remembers the tokens of the examples that were used last: every trial and every fusion of a study wants the
/// same ones. Bounded by their number of tokens. Thread-safe.
final class TokenCache {
    /// Of the process: trainings and scorings share it.
    static final TokenCache SHARED = new TokenCache(30_000_000);

    private final long mostTokens;
    private final LinkedHashMap<Key, TokenizedExamples> entries = new LinkedHashMap<>(16, 0.75f, true);

    /// A tokenizer file that changes under its name is another one.
    private record Key(Path file, FileTime modified, long bytes, Architecture model, int maxLength, List<Example> of) {}

    /// @param mostTokens kept over all; the newest entry is kept even if it is larger
    TokenCache(long mostTokens) {
        this.mostTokens = mostTokens;
    }

    synchronized TokenizedExamples get(ModelFolder model, int maxLength, List<Example> examples)
            throws InvalidModel, IOException {
        Path file = model.tokenizerFile();
        List<Example> kept = List.copyOf(examples);
        Key key =
                new Key(file, Files.getLastModifiedTime(file), Files.size(file), model.architecture(), maxLength, kept);
        TokenizedExamples found = entries.get(key);
        if (found == null) {
            found = Tokenization.of(model, maxLength, kept);
            entries.put(key, found);
            evict();
        }
        return found;
    }

    private void evict() {
        long tokens =
                entries.values().stream().mapToLong(TokenizedExamples::tokens).sum();
        while (tokens > mostTokens && entries.size() > 1) {
            tokens -= entries.pollFirstEntry().getValue().tokens();
        }
    }
}
