package dev.bilevel.evaluator;

import dev.bilevel.encoder.ModelFolder;
import dev.bilevel.events.ModelSource;
import dev.bilevel.learning.OrderFailed;
import dev.bilevel.learning.Orders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// The model folders that were opened last: reading a tokenizer takes longer than scoring a small model.
///
/// Not thread-safe: the worker does one piece of work at a time.
final class Models {
    private static final int KEPT = 4;

    private final LinkedHashMap<ModelSource, Opened> kept = new LinkedHashMap<>(8, 0.75f, true);

    /// @param state time and length of each file: a folder that changed is opened again
    private record Opened(ModelFolder model, List<Object> state) {}

    /// @throws OrderFailed INVALID unless the folder holds a model
    ModelFolder of(ModelSource source) throws OrderFailed, IOException {
        Opened found = kept.get(source);
        if (found == null || !found.state().equals(state(found.model()))) {
            ModelFolder model = Orders.model(source);
            found = new Opened(model, state(model));
            kept.put(source, found);
            if (kept.size() > KEPT) {
                kept.pollFirstEntry();
            }
        }
        return found.model();
    }

    private static List<Object> state(ModelFolder model) throws IOException {
        List<Object> state = new ArrayList<>();
        for (Path file : model.files()) {
            boolean there = Files.exists(file);
            state.add(there ? Files.getLastModifiedTime(file) : FileTime.fromMillis(0));
            state.add(there ? Files.size(file) : -1L);
        }
        return state;
    }
}
