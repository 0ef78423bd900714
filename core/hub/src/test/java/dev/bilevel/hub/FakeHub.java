package dev.bilevel.hub;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The hub as it answers, as far as a download asks it: large files at another server, behind a signed address.
final class FakeHub implements AutoCloseable {
    static final String COMMIT = "e2da8e2f811d1448a5b465c236feacd80ffbac7b";
    static final String SIGNATURE = "?X-Amz-Signature=sesame";

    /// Fast enough for a test, patient enough for a busy machine.
    static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20), 3, Duration.ofMillis(1));

    final FakeServer hub = new FakeServer();
    final FakeServer store = new FakeServer();

    FakeHub() throws IOException {
        store.answerGetOnly();
    }

    /// What roberta-base looks like, in small.
    static Map<String, byte[]> roberta() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("README.md", bytes("# RoBERTa"));
        files.put("config.json", bytes("{\"model_type\":\"roberta\"}"));
        files.put("model.safetensors", large(3_000_000));
        files.put("pytorch_model.bin", bytes("a pickle"));
        files.put("tokenizer.json", bytes("{}"));
        files.put("vocab.json", bytes("{\"a\":1}"));
        files.put("merges.txt", bytes("a b"));
        return files;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] large(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + (i >> 10));
        }
        return bytes;
    }

    void model(String name, Map<String, byte[]> files) {
        model(name, "main", COMMIT, files);
    }

    void model(String name, String revision, String commit, Map<String, byte[]> files) {
        String siblings = files.keySet().stream()
                .map("{\"rfilename\":\"%s\"}"::formatted)
                .collect(Collectors.joining(",", "[", "]"));
        byte[] info = bytes("{\"id\":\"%s\",\"sha\":\"%s\",\"siblings\":%s}".formatted(name, commit, siblings));
        hub.page(info(name, revision), Map.of(), info);
        hub.page(info(name, commit), Map.of(), info);
        files.forEach((file, content) -> file(name, commit, file, content));
    }

    static String info(String name, String revision) {
        return "/api/models/" + name + "/revision/" + URLEncoder.encode(revision, StandardCharsets.UTF_8);
    }

    static String file(String name, String file) {
        return "/" + name + "/resolve/" + COMMIT + "/" + file;
    }

    static String stored(byte[] content) {
        return "/" + sha256(content) + SIGNATURE;
    }

    private void file(String name, String commit, String file, byte[] content) {
        String path = "/" + name + "/resolve/" + commit + "/" + file;
        Map<String, String> headers = new HashMap<>(Map.of("X-Repo-Commit", commit));
        if (file.endsWith(".safetensors") || file.endsWith(".bin")) {
            headers.put("X-Linked-ETag", "\"" + sha256(content) + "\"");
            headers.put("X-Linked-Size", "" + content.length);
            headers.put("ETag", "\"something-else\"");
            hub.redirect(path, 302, headers, store.address() + stored(content));
            store.page(stored(content), Map.of("ETag", "\"5eb63bbbe01eeed093cb22bb8f5acdc3\""), content);
        } else {
            // As the hub does today: a redirect to itself first.
            headers.put("X-Linked-ETag", "\"" + gitHash(content) + "\"");
            headers.put("X-Linked-Size", "" + content.length);
            hub.redirect(path, 307, headers, "/api/resolve-cache/models" + path);
            hub.page("/api/resolve-cache/models" + path, Map.of("ETag", "W/\"" + gitHash(content) + "\""), content);
        }
    }

    static String sha256(byte[] content) {
        return hex("SHA-256", new byte[0], content);
    }

    static String gitHash(byte[] content) {
        return hex("SHA-1", bytes("blob " + content.length + "\0"), content);
    }

    private static String hex(String algorithm, byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(first);
            return HexFormat.of().formatHex(digest.digest(second));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    Map<String, String> environment(Path home) {
        return Map.of("HF_HOME", home.toString(), "HF_ENDPOINT", hub.address().toString());
    }

    /// A process that has this hub, and its cache there.
    Models models(Path home) throws HubFailed {
        return models(home, Map.of());
    }

    Models models(Path home, Map<String, String> more) throws HubFailed {
        return models(home, more, PATIENCE);
    }

    Models models(Path home, Map<String, String> more, Patience patience) throws HubFailed {
        Map<String, String> environment = new HashMap<>(environment(home));
        environment.putAll(more);
        return new Models(Settings.of(environment), patience);
    }

    @Override
    public void close() {
        hub.close();
        store.close();
    }
}
