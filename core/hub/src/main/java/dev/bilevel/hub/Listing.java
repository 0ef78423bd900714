package dev.bilevel.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/// What the hub says about a model at a revision: the commit, and the names of its files.
///
/// @param commit 40 hex digits
/// @param files as the hub writes them; only names that Bilevel knows are ever used as paths
record Listing(String commit, Set<String> files) {
    static final int LARGEST_BYTES = 32 << 20;
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Reads the answer of `GET /api/models/<name>/revision/<revision>`.
    ///
    /// @throws JacksonException if it is none
    static Listing read(byte[] body) throws IOException {
        JsonNode answer = JSON.readTree(body);
        String commit = answer.path("sha").asText();
        if (!COMMIT.matcher(commit).matches()) {
            throw new JsonParseException(null, "names no commit");
        }
        Set<String> files = new LinkedHashSet<>();
        for (JsonNode sibling : answer.path("siblings")) {
            files.add(sibling.path("rfilename").asText());
        }
        return new Listing(commit, files);
    }
}
