package dev.bilevel.hub;

import com.fasterxml.jackson.core.JacksonException;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Models of the Hugging Face hub, in the cache that transformers uses.
///
/// A model is downloaded when it is first asked for; what transformers has downloaded is used as it is. A
/// revision that is a commit is looked for in the cache first, and found there asks nobody; any other revision
/// is looked up on the hub each time, as transformers does, and in the cache where the hub does not answer.
///
/// Thread-safe, and safe beside other processes with the same cache.
final class Hub {
    private static final long LARGEST_TEXT_BYTES = 256L << 20;
    private static final long LARGEST_WEIGHTS_BYTES = 64L << 30;

    private final Settings settings;
    private final HubCache cache;
    private final Web web;
    private final Transfer transfer;

    Hub(Settings settings, Patience patience) {
        this.settings = settings;
        this.cache = new HubCache(settings.hubCache());
        this.web = new Web(settings.hub(), settings.token(), patience);
        this.transfer = new Transfer(web);
    }

    /// The same model at the commit that its revision stands for now.
    ///
    /// @throws HubFailed where neither the hub nor the cache can say
    ModelId pinned(ModelId id, Listener listener) throws HubFailed {
        if (id.pinned()) {
            return id;
        }
        try {
            Optional<ModelId> known = cache.pinned(id);
            if (settings.offline()) {
                return known.orElseThrow(() -> HubFailed.forGood(complaints(id).offline(settings, List.of())));
            }
            try {
                ModelId pinned = id.at(listing(id, listener).commit());
                cache.remember(id, pinned);
                return pinned;
            } catch (HubFailed e) {
                if (known.isEmpty() || !e.temporary()) {
                    throw e;
                }
                listener.note(e.getMessage() + "; using what was downloaded before, " + known.get());
                return known.get();
            }
        } catch (IOException e) {
            throw complaints(id).local(e, "HF_HOME, or HF_HUB_CACHE,");
        }
    }

    /// A folder with these files of the model, downloaded where they are not here yet.
    ///
    /// @throws HubFailed where they cannot be had
    Path folder(ModelId id, Set<Content> contents, Listener listener) throws HubFailed {
        ModelId pinned = pinned(id, listener);
        Path folder = cache.snapshot(pinned);
        try {
            List<String> missing = ModelFiles.missing(folder, contents);
            if (missing.isEmpty()) {
                return folder;
            }
            if (settings.offline()) {
                throw HubFailed.forGood(complaints(pinned).offline(settings, missing));
            }
            download(pinned, contents, folder, listener);
            List<String> left = ModelFiles.missing(folder, contents);
            if (!left.isEmpty()) {
                throw HubFailed.forGood(complaints(pinned).without(left, Set.of()));
            }
            return folder;
        } catch (IOException e) {
            throw complaints(pinned).local(e, "HF_HOME, or HF_HUB_CACHE,");
        }
    }

    private void download(ModelId pinned, Set<Content> contents, Path folder, Listener listener)
            throws HubFailed, IOException {
        Set<String> listed = listing(pinned, listener).files();
        Set<String> wanted = ModelFiles.wanted(listed, contents);
        List<String> absent =
                wanted.stream().filter(file -> !listed.contains(file)).toList();
        if (!absent.isEmpty()) {
            throw HubFailed.forGood(complaints(pinned).without(absent, listed));
        }
        for (String file : wanted) {
            fetch(pinned, file, folder, listener);
        }
        if (wanted.contains(ModelFiles.INDEX)) {
            for (String shard : ModelFiles.shards(folder.resolve(ModelFiles.INDEX))) {
                fetch(pinned, shard, folder, listener);
            }
        }
    }

    private void fetch(ModelId pinned, String file, Path folder, Listener listener) throws HubFailed, IOException {
        if (Files.isRegularFile(folder.resolve(file))) {
            return;
        }
        URI address = settings.hub().resolve(path(pinned.name()) + "/resolve/" + pinned.revision() + "/" + file);
        try {
            RemoteFile remote =
                    RemoteFile.of(web.head(address, RemoteFile::isDescribedBy, listener), pinned, limit(file));
            try (Lock _ = Lock.take(cache.lock(pinned, remote.checksum()), listener)) {
                Path blob = cache.blob(pinned, remote.checksum());
                transfer.fetch(new Transfer.Order(file, address, blob, remote.bytes(), remote.checksum()), listener);
                cache.link(pinned, file, remote.checksum());
            }
        } catch (WebFailed e) {
            throw e.status() == 404
                    ? complaints(pinned).listed(file, e)
                    : complaints(pinned).web(e, settings);
        }
    }

    private Listing listing(ModelId id, Listener listener) throws HubFailed, IOException {
        String revision = URLEncoder.encode(id.revision(), StandardCharsets.UTF_8);
        URI address = settings.hub().resolve(path("api/models/" + id.name()) + "/revision/" + revision);
        try {
            return Listing.read(web.bytes(address, Listing.LARGEST_BYTES, listener));
        } catch (WebFailed e) {
            throw complaints(id).web(e, settings);
        } catch (JacksonException e) {
            throw complaints(id).web(WebFailed.nonsense(address, "answers as no hub does"), settings);
        }
    }

    /// An endpoint may have a path of its own, as mirrors inside a company do.
    private String path(String rest) {
        return settings.hub().getPath() + "/" + rest;
    }

    private static long limit(String file) {
        return file.endsWith(".safetensors") ? LARGEST_WEIGHTS_BYTES : LARGEST_TEXT_BYTES;
    }

    private static Complaints complaints(ModelId id) {
        return new Complaints(id.toString());
    }
}
