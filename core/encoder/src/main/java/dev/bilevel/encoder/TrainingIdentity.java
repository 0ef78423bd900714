package dev.bilevel.encoder;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Everything that decides how a training goes on from its tensors: only the same training may be resumed.
///
/// @param settings by name, as text
record TrainingIdentity(SortedMap<String, String> settings) {
    private static final String PREFIX = "training.";

    static TrainingIdentity of(
            Architecture architecture,
            Head head,
            ComputeSettings compute,
            Fingerprint fingerprint,
            Plan plan,
            TokenizedExamples tokens,
            Labels labels,
            EarlyStopping stopping,
            long seed) {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("model", architecture.toString());
        settings.put("head", head.toString());
        settings.put("compute", compute.toString());
        settings.put("software", fingerprint.software());
        settings.put("hyperparameters", plan.hyperparameters().toString());
        settings.put("checkpoints", Arrays.toString(plan.due()));
        settings.put("examples", digest(tokens, labels));
        if (stopping.patience() > 0) {
            settings.put(
                    "watched examples",
                    digest(stopping.tokens().orElseThrow(), stopping.labels().orElseThrow()));
        }
        settings.put("seed", Long.toString(seed));
        return new TrainingIdentity(settings);
    }

    /// For the header of a file.
    Map<String, String> header() {
        Map<String, String> header = new TreeMap<>();
        settings.forEach((name, value) -> header.put(PREFIX + name, value));
        return header;
    }

    /// @param header of a saved state
    /// @throws InvalidModel naming the first setting that differs
    void check(Path file, Map<String, String> header) throws InvalidModel {
        for (Map.Entry<String, String> mine : settings.entrySet()) {
            String saved = header.get(PREFIX + mine.getKey());
            if (saved == null) {
                throw new InvalidModel(file + ": is no state of a training, it does not say its " + mine.getKey());
            }
            if (!saved.equals(mine.getValue())) {
                throw new InvalidModel(file + ": is the state of another training: its " + mine.getKey() + " is "
                        + saved + ", expected " + mine.getValue());
            }
        }
    }

    private static String digest(TokenizedExamples tokens, Labels labels) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < tokens.size(); i++) {
                int[] ids = tokens.ids(i);
                int[] types = tokens.types(i);
                ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + 2 * ids.length) + Double.BYTES);
                bytes.putInt(ids.length);
                bytes.asIntBuffer().put(ids).put(types);
                bytes.putDouble(bytes.capacity() - Double.BYTES, labels.value(i));
                digest.update(bytes.rewind());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
