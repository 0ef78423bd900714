package dev.bilevel.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// A journal entry as one line of NDJSON: a CloudEvent in structured mode, which is how a journal leaves Kafka.
///
///     {"specversion":"1.0","id":"s1/4","type":"dev.bilevel.trial-suggested.v1","source":"/bilevel/optimizer",
///      "subject":"s1.t0","time":"2026-11-23T12:00:00Z","datacontenttype":"application/json",
///      "sequence":4,"role":"decision","data":{…}}
///
/// `data` is the value of the record on the journal topic, character for character. Reading is as strict and as lenient
/// as [EventCodec]. Thread-safe.
public final class JournalLine {
    /// A line longer than this is refused unread, in characters: the largest event, and room for the attributes.
    public static final int LONGEST = EventCodec.LARGEST_VALUE + 4096;

    private static final String SOURCE = "/bilevel/optimizer";
    private static final ObjectMapper MAPPER = EventCodec.mapper();

    private JournalLine() {}

    /// The line, without a line break.
    ///
    /// @param time when the entry was written to the journal; for people, no decision depends on it
    public static String write(JournalEntry entry, Instant time) {
        String attributes = attributes(entry, time).toString();
        return attributes.substring(0, attributes.length() - 1) + ",\"data\":" + EventCodec.json(entry.event()) + "}";
    }

    /// The entry of a line.
    ///
    /// @throws UnreadableEvent naming what was found and what was expected
    public static JournalEntry read(String line) throws UnreadableEvent {
        JsonNode tree = parse(line);
        Map<String, String> headers = new HashMap<>();
        for (String name : new String[] {"specversion", "type", "sequence", "role"}) {
            headers.put("ce_" + name, attribute(tree, name));
        }
        if (!tree.path("data").isObject()) {
            throw new UnreadableEvent("data: is missing or no object, expected the event");
        }
        return EventCodec.decodeJournal(
                headers, EventCodec.utf8(tree.path("data").toString()));
    }

    /// When the entry of a line was written to the journal.
    ///
    /// @throws UnreadableEvent naming what was found and what was expected
    public static Instant timeOf(String line) throws UnreadableEvent {
        String time = attribute(parse(line), "time");
        try {
            return Instant.parse(time);
        } catch (java.time.format.DateTimeParseException e) {
            throw new UnreadableEvent("time: is '" + time + "', expected a time such as 2026-11-23T12:00:00Z");
        }
    }

    private static ObjectNode attributes(JournalEntry entry, Instant time) {
        return MAPPER.createObjectNode()
                .put("specversion", "1.0")
                .put("id", entry.studyId() + "/" + entry.sequence())
                .put("type", EventType.of(entry.event()).wireName())
                .put("source", SOURCE)
                .put("subject", entry.event().subject())
                .put("time", time.toString())
                .put("datacontenttype", "application/json")
                .put("sequence", entry.sequence())
                .put("role", entry.role().name().toLowerCase(Locale.ROOT));
    }

    private static JsonNode parse(String line) throws UnreadableEvent {
        if (line.length() > LONGEST) {
            throw new UnreadableEvent("line: is " + line.length() + " characters long, expected at most " + LONGEST);
        }
        try {
            JsonNode tree = MAPPER.readTree(line);
            if (tree == null || !tree.isObject()) {
                throw new UnreadableEvent("line: is no JSON object, expected a CloudEvent");
            }
            return tree;
        } catch (JsonProcessingException e) {
            throw new UnreadableEvent("line: is no JSON: "
                    + e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
        }
    }

    private static String attribute(JsonNode tree, String name) throws UnreadableEvent {
        JsonNode value = tree.path(name);
        if (!value.isTextual() && !value.isIntegralNumber()) {
            throw new UnreadableEvent(name + ": is missing, expected a CloudEvent of the journal");
        }
        return value.asText();
    }
}
