package dev.bilevel.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import static org.assertj.core.api.Assertions.assertThat;

/// The wire, written down: one file for each event type and version. A difference here is a change that other readers
/// will see. Files are written anew by `-Dgolden=write`; read the diff before committing it.
class GoldenEventsTest {
    private static final ObjectMapper PRETTY = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    @ParameterizedTest
    @EnumSource(EventType.class)
    void anEventIsWrittenAsItsGoldenFileSays(EventType type) throws Exception {
        EventRecord record = EventCodec.encode(Samples.of(type), "/bilevel/test");
        String written = PRETTY.writeValueAsString(asJson(record)) + "\n";
        Path golden = golden(type);
        if ("write".equals(System.getProperty("golden"))) {
            Files.writeString(golden, written);
        }
        assertThat(written).isEqualTo(Files.readString(golden));
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void aGoldenFileIsReadAsItsEvent(EventType type) throws Exception {
        JsonNode golden = PRETTY.readTree(Files.readString(golden(type)));
        Map<String, String> headers = new TreeMap<>();
        golden.get("headers")
                .fields()
                .forEachRemaining(h -> headers.put(h.getKey(), h.getValue().asText()));
        byte[] value = golden.get("value").toString().getBytes(StandardCharsets.UTF_8);

        assertThat(EventCodec.decode(headers, value)).isEqualTo(Samples.of(type));
    }

    private static JsonNode asJson(EventRecord record) throws IOException {
        ObjectNode json = PRETTY.createObjectNode();
        json.put("topic", record.topic());
        json.put("key", record.key());
        json.set("headers", PRETTY.valueToTree(new TreeMap<>(record.headers())));
        json.set("value", PRETTY.readTree(record.value()));
        return json;
    }

    private static Path golden(EventType type) {
        return Path.of("src/test/resources/golden", type.wireName() + ".json");
    }
}
