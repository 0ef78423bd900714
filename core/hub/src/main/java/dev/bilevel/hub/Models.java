package dev.bilevel.hub;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// Where models are: in a folder that somebody names, or on the Hugging Face hub.
///
///     Path folder = Models.locate("FacebookAI/roberta-base", Listener.NONE);
///
/// The environment says the rest, as it does for transformers: `HF_HOME`, `HF_HUB_CACHE`, `HF_ENDPOINT`,
/// `HF_HUB_OFFLINE`, `HF_TOKEN`, `HF_TOKEN_PATH`.
public final class Models {
    private final Hub hub;

    Models(Settings settings, Patience patience) {
        this.hub = new Hub(settings, patience);
    }

    /// With the settings of this process's environment.
    ///
    /// @throws HubFailed naming the variable that cannot be used
    public static Models ofEnvironment() throws HubFailed {
        return new Models(Settings.of(System.getenv()), Patience.USUAL);
    }

    /// The folder of a model in Hugging Face layout, complete for fine-tuning; see [#find].
    ///
    /// @throws HubFailed in one line, where there is none
    public static Path locate(String folderOrId, Listener listener) throws HubFailed {
        return locate(folderOrId, Content.ALL, listener);
    }

    /// The folder of a model in Hugging Face layout; see [#find].
    ///
    /// @throws HubFailed in one line, where there is none
    public static Path locate(String folderOrId, Set<Content> contents, Listener listener) throws HubFailed {
        // A folder needs no hub, and so no environment that can be used.
        Optional<Path> folder = folder(folderOrId);
        return folder.isPresent() ? folder.get() : ofEnvironment().find(folderOrId, contents, listener);
    }

    /// A folder that exists wins, and is returned as it is: whoever opens it says what it lacks. Anything else
    /// must be a model's id, `owner/name[@revision]` with or without `hf://`, and is downloaded unless it is
    /// here already.
    ///
    /// @param contents what is needed of it
    /// @return an absolute path for what comes from the hub; the folder's own otherwise
    /// @throws HubFailed where it is neither, or cannot be had
    public Path find(String folderOrId, Set<Content> contents, Listener listener) throws HubFailed {
        Optional<Path> folder = folder(folderOrId);
        if (folder.isPresent()) {
            return folder.get();
        }
        return hub.folder(id(folderOrId), contents, listener);
    }

    /// The model at the commit that its revision stands for now: the same files for everybody who reads it.
    ///
    /// @throws HubFailed where neither the hub nor the cache can say
    public ModelId pinned(ModelId id, Listener listener) throws HubFailed {
        return hub.pinned(id, listener);
    }

    private static ModelId id(String text) throws HubFailed {
        return ModelId.parse(text)
                .orElseThrow(() -> HubFailed.forGood("there is no folder '" + text
                        + "', and no model of the hub is called like that; expected a folder or owner/name"));
    }

    private static Optional<Path> folder(String text) {
        try {
            Path path = Path.of(text);
            return !text.isBlank() && Files.isDirectory(path) ? Optional.of(path) : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}
