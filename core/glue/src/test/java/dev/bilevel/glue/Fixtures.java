package dev.bilevel.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What `src/test/fixtures/make_fixtures.py` wrote.
final class Fixtures {
    private Fixtures() {}

    static Stream<JsonNode> cases(String file, String list) {
        try (InputStream in = Fixtures.class.getResourceAsStream("/fixtures/" + file)) {
            return StreamSupport.stream(
                    new ObjectMapper().readTree(in).required(list).spliterator(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] numbers(JsonNode array) {
        return IntStream.range(0, array.size())
                .mapToDouble(i -> array.get(i).doubleValue())
                .toArray();
    }

    static int[] integers(JsonNode array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).intValue())
                .toArray();
    }
}
