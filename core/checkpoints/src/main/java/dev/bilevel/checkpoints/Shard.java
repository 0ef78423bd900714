package dev.bilevel.checkpoints;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// A file of a model that is written, and the tensors that go into it.
record Shard(Path file, List<TensorInfo> tensors) {

    /// Shares tensors out in their order, each file as full as it may be, under the names that transformers gives.
    ///
    /// @param bytes that a tensor takes
    /// @param most bytes of tensors in a file; a larger one has a file of its own
    /// @throws TooManyShards for an index
    static List<Shard> share(Path folder, List<TensorInfo> tensors, ToLongFunction<TensorInfo> bytes, long most) {
        List<List<TensorInfo>> parts = new ArrayList<>(List.of(new ArrayList<>()));
        long filled = 0;
        for (TensorInfo tensor : tensors) {
            long more = bytes.applyAsLong(tensor);
            if (filled + more > most && !parts.getLast().isEmpty()) {
                parts.add(new ArrayList<>());
                filled = 0;
            }
            parts.getLast().add(tensor);
            filled += more;
        }
        if (parts.size() > ShardIndex.MOST_SHARDS) {
            throw new TooManyShards(most, parts.size());
        }
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            shards.add(new Shard(folder.resolve(name(i + 1, parts.size())), parts.get(i)));
        }
        return shards;
    }

    private static String name(int number, int of) {
        return of == 1 ? TensorSet.SINGLE : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", number, of);
    }

    Shard sorted(Comparator<TensorInfo> order) {
        return new Shard(file, tensors.stream().sorted(order).toList());
    }
}
