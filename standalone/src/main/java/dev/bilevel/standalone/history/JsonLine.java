package dev.bilevel.standalone.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.study.InvalidObservation;

import java.util.regex.Pattern;

/// A JSON object on a line of its own.
public final class JsonLine {
    /// NaN and Infinity are no JSON, but what Python's `json` writes: read here, so that the message can name the
    /// field.
    private static final ObjectReader READER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(20)
                            .maxStringLength(LineReader.LONGEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .reader();

    /// Jackson goes on about what it would have expected, and about its own classes.
    private static final Pattern REST_OF_REASON = Pattern.compile("(?s)[:(\\n].*");

    private JsonLine() {}

    /// @param example of the object that was expected
    /// @throws NotJson where the line holds anything else
    public static ObjectNode read(String line, String example) throws NotJson {
        try {
            JsonNode tree = READER.readTree(line);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw wrong(line, "", example);
        } catch (JsonProcessingException e) {
            String reason = REST_OF_REASON.matcher(e.getOriginalMessage()).replaceFirst("");
            throw wrong(line, " (" + reason.strip() + ")", example);
        }
    }

    private static NotJson wrong(String line, String reason, String example) {
        InvalidObservation wrong =
                new InvalidObservation("line", "'" + line.strip() + "'", "a JSON object such as " + example);
        return new NotJson(wrong.getMessage() + reason);
    }

    /// A line that is no JSON object; the message says so.
    public static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        NotJson(String message) {
            super(message);
        }
    }
}
