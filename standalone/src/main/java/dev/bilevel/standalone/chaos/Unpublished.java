package dev.bilevel.standalone.chaos;

import dev.bilevel.events.EventCodec;
import dev.bilevel.events.ModelFused;
import dev.bilevel.events.Topics;
import dev.bilevel.events.UnreadableEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A fusion has put its model into place, `studies/<study>/t2/f4/<hash>/model.safetensors`, and nobody has been told:
/// its ModelFused is not in `bilevel.models`.
final class Unpublished implements Moment {
    private static final String MODEL = "model.safetensors";
    /// Counted from the end of a model's path: file, hash of inputs, fusion, trial.
    private static final int FUSION = 3;

    private static final int TRIAL = 4;

    private final String study;
    private final Tail models;
    private final Appearing files;
    private final Set<String> published = new HashSet<>();
    private Path model;

    /// @param kafka what clients connect to
    /// @param store the checkpoint store's folder
    Unpublished(String kafka, Path store, String study) {
        this.study = study;
        // First: whatever is published of a model that appears from now on is read.
        models = new Tail(kafka, Topics.MODELS);
        files = new Appearing(store);
    }

    @Override
    public boolean comes(Duration patience) throws InterruptedException {
        Optional<Path> file = files.next(patience);
        if (file.isEmpty() || !file.get().endsWith(MODEL)) {
            return false;
        }
        model = file.get();
        return true;
    }

    /// `s1.t2.f4`.
    @Override
    public Optional<String> look() throws InterruptedException {
        try {
            models.rest().forEach(this::take);
        } catch (KafkaException _) {
            // Nobody can tell.
            return Optional.empty();
        }
        return Optional.of(fusion()).filter(id -> Files.exists(model) && !published.contains(id));
    }

    @Override
    public void close() {
        files.close();
        models.close();
    }

    private String fusion() {
        int names = model.getNameCount();
        return study + "." + model.getName(names - TRIAL) + "." + model.getName(names - FUSION);
    }

    private void take(ConsumerRecord<byte[], byte[]> written) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : written.headers()) {
            headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
        }
        try {
            if (EventCodec.decode(headers, written.value()) instanceof ModelFused fused) {
                published.add(fused.fusionId());
            }
        } catch (UnreadableEvent _) {
            // No fusion wrote that.
        }
    }
}
