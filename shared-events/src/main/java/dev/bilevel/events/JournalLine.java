package dev.bilevel.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A journal entry as one line of NDJSON: a CloudEvent in structured mode, which is how a journal leaves Kafka.
///
///     {"specversion":"1.0","id":"s1/4","type":"dev.bilevel.trial-suggested.v1","source":"/bilevel/optimizer",
///      "subject":"s1.t0","time":"2026-11-23T12:00:00Z","datacontenttype":"application/json",
///      "sequence":4,"role":"decision","data":{…}}
///
/// `data` is the value of the record on the journal topic, character for character. In a file, a member `hash` comes
/// last, see [JournalHash]; [JournalReader] reads whole files.
///
/// Reading is stricter than [EventCodec]: a field of `data` that is unknown here is refused, since a journal that
/// is only half understood cannot be replayed; so is what is there twice, and an attribute that is not what follows
/// from the entry. Further attributes of the CloudEvent are passed over.
///
/// @param time when the entry was written to the journal; for people, no decision depends on it
public record JournalLine(JournalEntry entry, Instant time) {
    /// A line longer than this is refused unread, in bytes: the largest event, and room for the attributes.
    public static final int LONGEST = EventCodec.LARGEST_VALUE + 4096;

    private static final int MOST_ATTRIBUTES = 12;
    private static final String CUT_OFF = "is cut off: its JSON has no end";
    private static final String CONTENT = "application/json";
    private static final String SOURCE = "/bilevel/optimizer";
    private static final ObjectMapper MAPPER = EventCodec.mapper();
    private static final ObjectReader STRICT = MAPPER.reader()
            .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // What follows the event is the rest of the line.
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /// The line, without a line break.
    public static String write(JournalEntry entry, Instant time) {
        String attributes = attributes(entry, time).toString();
        return attributes.substring(0, attributes.length() - 1) + ",\"data\":" + EventCodec.json(entry.event()) + "}";
    }

    /// Reads a line.
    ///
    /// @param utf8 without a line break
    /// @throws UnreadableEvent naming what was found and what was expected
    public static JournalLine read(byte[] utf8) throws UnreadableEvent {
        if (utf8.length > LONGEST) {
            throw new UnreadableEvent("is " + utf8.length + " bytes long, expected at most " + LONGEST);
        }
        if (utf8.length == 0 || utf8[0] != '{') {
            throw new UnreadableEvent(instead(utf8) + ", expected a CloudEvent as a JSON object");
        }
        if (utf8[utf8.length - 1] == '\r') {
            throw new UnreadableEvent("ends with CR LF, expected LF alone, as it was written: the file was converted");
        }
        if (utf8[utf8.length - 1] != '}') {
            throw new UnreadableEvent(CUT_OFF);
        }
        try (JsonParser json = MAPPER.createParser(utf8)) {
            json.nextToken();
            JournalLine line = read(json);
            if (json.nextToken() != null) {
                throw new UnreadableEvent("goes on after its JSON object, expected one object a line");
            }
            return line;
        } catch (JsonProcessingException e) {
            refuseIfTold(e);
            throw new UnreadableEvent("is no JSON: " + EventCodec.firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UnreadableEvent("is no JSON: " + EventCodec.firstLine(e.getMessage()));
        }
    }

    /// What begins with other bytes than an object.
    private static String instead(byte[] bytes) {
        int first = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return switch (first) {
            case 0x1f8b -> "is packed with gzip";
            case 0xefbb -> "begins with a byte order mark";
            case 0xfeff, 0xfffe -> "is UTF-16";
            default -> "is no JSON object";
        };
    }

    /// Reads a line.
    ///
    /// @throws UnreadableEvent naming what was found and what was expected
    public static JournalLine read(String line) throws UnreadableEvent {
        return read(EventCodec.utf8(line));
    }

    /// From behind the opening brace to the closing one.
    private static JournalLine read(JsonParser json) throws IOException, UnreadableEvent {
        Map<String, String> attributes = HashMap.newHashMap(MOST_ATTRIBUTES);
        json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        Event event = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (name.equals("data")) {
                if (value != JsonToken.START_OBJECT) {
                    throw new UnreadableEvent("data: is no object, expected the event");
                }
                event = event(json, attributes);
            } else if (value.isScalarValue()) {
                attributes.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        if (event == null) {
            throw new UnreadableEvent("data: is missing, expected the event");
        }
        JournalEntry entry = entry(attributes, event);
        requireAttribute(attributes, "id", id(entry));
        requireAttribute(attributes, "source", SOURCE);
        requireAttribute(attributes, "subject", entry.event().subject());
        requireAttribute(attributes, "datacontenttype", CONTENT);
        return new JournalLine(entry, time(attributes));
    }

    private static void requireAttribute(Map<String, String> attributes, String name, String expected)
            throws UnreadableEvent {
        String found = attribute(attributes, name);
        if (!found.equals(expected)) {
            throw new UnreadableEvent(name + ": is '" + found + "', expected '" + expected + "'");
        }
    }

    private static String id(JournalEntry entry) {
        return entry.studyId() + "/" + entry.sequence();
    }

    private static Event event(JsonParser json, Map<String, String> attributes) throws IOException, UnreadableEvent {
        String specversion = attribute(attributes, "specversion");
        if (!specversion.equals("1.0")) {
            throw new UnreadableEvent("specversion: is '" + specversion + "', expected '1.0'");
        }
        String name = attribute(attributes, "type");
        EventType type = EventType.named(name)
                .orElseThrow(() -> new UnreadableEvent("type: '" + name + "' " + EventType.whyUnknown(name)));
        try {
            return STRICT.forType(type.event()).readValue(json);
        } catch (JsonProcessingException e) {
            refuseIfTold(e);
            throw EventCodec.unreadable(type, e);
        }
    }

    /// The parser tells these by its words alone. A line may be cut off and happen to end with a brace of its middle.
    private static void refuseIfTold(JsonProcessingException problem) throws UnreadableEvent {
        String words = problem.getOriginalMessage();
        if (words.startsWith("Unexpected end-of-input")) {
            throw new UnreadableEvent(CUT_OFF);
        }
        Optional<String> twice = EventCodec.thereTwice(problem);
        if (twice.isPresent()) {
            throw new UnreadableEvent(twice.get() + ": is there twice");
        }
    }

    private static JournalEntry entry(Map<String, String> attributes, Event event) throws UnreadableEvent {
        String sequence = attribute(attributes, "sequence");
        String role = attribute(attributes, "role");
        try {
            return new JournalEntry(event.studyId(), Long.parseLong(sequence), JournalEntry.Role.named(role), event);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("sequence, role: are '" + sequence + "', '" + role
                    + "', expected a number from 0, and 'observation' or 'decision'");
        }
    }

    private static Instant time(Map<String, String> attributes) throws UnreadableEvent {
        String time = attribute(attributes, "time");
        try {
            return UtcTime.parse(time);
        } catch (DateTimeException e) {
            throw new UnreadableEvent("time: is '" + time + "', expected a time such as 2026-11-23T12:00:00Z");
        }
    }

    /// Attributes come before `data`, as they do in every journal that was written here.
    private static String attribute(Map<String, String> attributes, String name) throws UnreadableEvent {
        String value = attributes.get(name);
        if (value == null) {
            throw new UnreadableEvent(name + ": is missing before data, expected a CloudEvent of the journal");
        }
        return value;
    }

    private static ObjectNode attributes(JournalEntry entry, Instant time) {
        return MAPPER.createObjectNode()
                .put("specversion", "1.0")
                .put("id", id(entry))
                .put("type", EventType.of(entry.event()).wireName())
                .put("source", SOURCE)
                .put("subject", entry.event().subject())
                .put("time", time.toString())
                .put("datacontenttype", CONTENT)
                .put("sequence", entry.sequence())
                .put("role", entry.role().name().toLowerCase(Locale.ROOT));
    }
}
