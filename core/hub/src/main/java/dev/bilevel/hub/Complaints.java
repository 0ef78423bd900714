package dev.bilevel.hub;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Puts what went wrong into a line that says what to do.
///
/// @param subject what was asked for: a model's id, or `GLUE's MRPC`
record Complaints(String subject) {

    HubFailed web(WebFailed e, Settings settings) {
        String line = subject + ": " + e.getMessage() + advice(e, settings);
        return e.worthARetry() ? HubFailed.forNow(line, e) : HubFailed.forGood(line);
    }

    private static String advice(WebFailed e, Settings settings) {
        return switch (e.status()) {
            case 401, 403 ->
                settings.token().isEmpty()
                        ? "; if there is such a model, it needs a token that may read it: set HF_TOKEN, or write it to"
                                + " the file that HF_TOKEN_PATH names"
                        : "; expected a token that may read it: accept the model's terms on its page, or set another"
                                + " HF_TOKEN";
            case 404 -> "; expected owner/name of a model on " + settings.hub() + ", @revision one of its own";
            case 0 ->
                e.worthARetry()
                        ? "; set HF_ENDPOINT for a mirror, https_proxy for a proxy, or HF_HUB_OFFLINE=1 to use what was"
                                + " downloaded before"
                        : "";
            default -> "";
        };
    }

    /// Nothing may be asked, and something is not here.
    String offline(Settings settings, List<String> missing) {
        String what = missing.isEmpty() ? "was never downloaded" : "lacks " + String.join(", ", missing);
        return subject + ": " + what + " in " + settings.hubCache()
                + ", and HF_HUB_OFFLINE is set; download it where there is a network, and copy that folder";
    }

    /// The official data cannot be downloaded.
    HubFailed data(WebFailed e) {
        String line = subject + ": " + e.getMessage()
                + "; set BILEVEL_GLUE_ENDPOINT for a mirror, or name a folder that" + " holds the files";
        return e.worthARetry() ? HubFailed.forNow(line, e) : HubFailed.forGood(line);
    }

    /// Nothing may be asked, and the official data is not here.
    String offlineData(Path folder) {
        return subject + ": was never downloaded to " + folder
                + ", and HF_HUB_OFFLINE is set; download it where there is a network, and copy that folder";
    }

    /// The model itself has no such files.
    String without(List<String> absent, Set<String> listed) {
        String line = subject + ": has no " + String.join(", no ", absent);
        if (absent.contains(ModelFiles.WEIGHTS) && listed.contains(ModelFiles.PICKLE)) {
            return line + ", only " + ModelFiles.PICKLE + ", a pickle, which can run any code and is never read;"
                    + " expected a revision with safetensors (many models have one as refs/pr/<n>), or convert it:"
                    + " save_pretrained of transformers writes safetensors";
        }
        return line + "; expected a model in the layout of transformers, with weights in safetensors and a"
                + " tokenizer.json";
    }

    /// A problem that is not the network's.
    ///
    /// @param setting what names another folder
    HubFailed local(IOException e, String setting) {
        if (e instanceof ModelFiles.InvalidIndex) {
            return HubFailed.forGood(subject + ": " + e.getMessage());
        }
        if (e instanceof FileSystemException file) {
            return HubFailed.forNow(
                    subject + ": the cache cannot be used: " + file.getFile() + ": " + why(file) + "; " + setting
                            + " names another folder",
                    e);
        }
        // The names of Java's own exceptions say what their messages leave out.
        boolean ours = e.getClass() == IOException.class;
        return HubFailed.forNow(subject + ": " + (ours ? e.getMessage() : e), e);
    }

    private static String why(FileSystemException e) {
        return switch (e) {
            case NoSuchFileException _ -> "cannot be made";
            case AccessDeniedException _ -> "access denied";
            case FileAlreadyExistsException _ -> "is a file";
            default -> String.valueOf(e.getReason());
        };
    }

    /// The model lists a file, and has none of that name.
    HubFailed listed(String file, WebFailed e) {
        return HubFailed.forGood(subject + ": " + e.getMessage() + ", though the model lists " + file
                + "; expected a model that has all its files");
    }
}
