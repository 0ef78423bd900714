package dev.bilevel.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.InjectableValues;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Events to and from CloudEvents in Kafka's binary mode: attributes in headers, JSON in the value.
///
/// Reading is strict about what matters (every field present, every number finite, every id well formed) and lenient
/// about what a newer writer may add (unknown fields are ignored). Thread-safe.
public final class EventCodec {
    /// A record larger than this is refused unread, in bytes.
    public static final int LARGEST_VALUE = 1 << 20;

    private static final String JSON = "application/json";
    private static final int LONGEST_SHOWN = 60;
    private static final Pattern TWICE = Pattern.compile("Duplicate field '([^']*)'");
    private static final Pattern TEXT = Pattern.compile("Cannot coerce String value \\(\"(.*?)\"\\)");
    private static final ObjectMapper MAPPER = configured();

    private EventCodec() {}

    /// The mapper that defines the JSON of events; for tools that print them. Do not change its configuration.
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    private static ObjectMapper configured() {
        return JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(50)
                                .maxStringLength(LARGEST_VALUE)
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .injectableValues(new InjectableValues.Std().addValue(MayBeAbsent.VALUE, null))
                .build();
    }

    /// The event for its own topic. `ce_id` is derived from what the event is about, so that a repetition of the same
    /// result carries the same id.
    ///
    /// @param source who writes, `ce_source`: `/bilevel/trainer`, …
    public static EventRecord encode(Event event, String source) {
        return new EventRecord(
                Topics.of(event).orElse(null), Topics.keyOf(event), headers(event, id(event), source), json(event));
    }

    /// The entry for the journal topic.
    public static EventRecord encode(JournalEntry entry, String source) {
        Map<String, String> headers = headers(entry.event(), entry.studyId() + "/" + entry.sequence(), source);
        headers.put("ce_sequence", Long.toString(entry.sequence()));
        headers.put("ce_role", entry.role().name().toLowerCase(java.util.Locale.ROOT));
        return new EventRecord(Topics.JOURNAL, entry.studyId(), headers, json(entry.event()));
    }

    /// Reads an event from its topic.
    ///
    /// @param value null for a tombstone, which is no event
    /// @throws UnreadableEvent naming what was found and what was expected
    public static Event decode(Map<String, String> headers, byte[] value) throws UnreadableEvent {
        String specversion = header(headers, "ce_specversion");
        if (!specversion.equals("1.0")) {
            throw new UnreadableEvent("ce_specversion: is '" + specversion + "', expected '1.0'");
        }
        String name = header(headers, "ce_type");
        EventType type = EventType.named(name)
                .orElseThrow(() -> new UnreadableEvent("ce_type: '" + name + "' " + EventType.whyUnknown(name)));
        if (value == null || value.length == 0) {
            throw new UnreadableEvent("value: is empty, expected JSON");
        }
        if (value.length > LARGEST_VALUE) {
            throw new UnreadableEvent("value: is " + value.length + " bytes, expected at most " + LARGEST_VALUE);
        }
        return parse(type, value);
    }

    /// Reads an entry from the journal topic.
    ///
    /// @throws UnreadableEvent naming what was found and what was expected
    public static JournalEntry decodeJournal(Map<String, String> headers, byte[] value) throws UnreadableEvent {
        Event event = decode(headers, value);
        String sequence = header(headers, "ce_sequence");
        String role = header(headers, "ce_role");
        try {
            return new JournalEntry(event.studyId(), Long.parseLong(sequence), JournalEntry.Role.named(role), event);
        } catch (IllegalArgumentException e) {
            throw new UnreadableEvent("ce_sequence, ce_role: are '" + sequence + "', '" + role
                    + "', expected a number and 'observation' or 'decision'");
        }
    }

    /// The event's JSON, as it lies in a record's value.
    public static String json(Event event) {
        try {
            return MAPPER.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event that cannot be written: " + event, e);
        }
    }

    private static Event parse(EventType type, byte[] value) throws UnreadableEvent {
        try {
            Event event = MAPPER.readValue(value, type.event());
            if (event == null) {
                throw new UnreadableEvent("value: is null, expected an object");
            }
            return event;
        } catch (JsonProcessingException e) {
            throw unreadable(type, e);
        } catch (java.io.IOException e) {
            throw new UnreadableEvent(type.wireName() + ": " + firstLine(e.getMessage()));
        }
    }

    /// What is wrong with an event's JSON.
    static UnreadableEvent unreadable(EventType type, JsonProcessingException problem) {
        return new UnreadableEvent(type.wireName() + ": "
                + switch (problem) {
                    case UnrecognizedPropertyException unknown ->
                        where(unknown) + "is an unknown field; a later version may have written it";
                    case JsonMappingException wrong -> where(wrong) + cause(wrong);
                    default -> "value is no JSON: " + firstLine(problem.getOriginalMessage());
                });
    }

    private static String where(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        return path.isEmpty() ? "" : path.replace(".[", "[") + ": ";
    }

    /// Jackson's own words are for whoever configures Jackson.
    private static String cause(JsonMappingException e) {
        if (e.getCause() instanceof IllegalArgumentException wrong) {
            return firstLine(wrong.getMessage());
        }
        String message = firstLine(e.getOriginalMessage());
        if (message.startsWith("Missing creator property")) {
            return "is missing";
        }
        if (e instanceof InvalidFormatException wrong && isShort(wrong.getValue())) {
            return "is '" + wrong.getValue() + "', expected " + kind(wrong.getTargetType());
        }
        Matcher text = TEXT.matcher(message);
        if (e instanceof MismatchedInputException mismatch && text.lookingAt() && isShort(text.group(1))) {
            return "is the text '" + text.group(1) + "', expected " + kind(mismatch.getTargetType());
        }
        return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? "is of another kind, expected " + kind(mismatch.getTargetType())
                : message;
    }

    /// The field that is there twice, where a strict parser says so; it tells by its words alone.
    public static Optional<String> thereTwice(JsonProcessingException problem) {
        Matcher twice = TWICE.matcher(problem.getOriginalMessage());
        return twice.lookingAt() ? Optional.of(twice.group(1)) : Optional.empty();
    }

    private static boolean isShort(Object value) {
        return value instanceof String text
                && text.length() <= LONGEST_SHOWN
                && text.lines().count() <= 1;
    }

    private static String kind(Class<?> type) {
        if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type.isEnum()) {
            return Stream.of(type.getEnumConstants())
                    .map(constant -> MAPPER.convertValue(constant, String.class))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == String.class) {
            return "a text";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    /// Without what is for whoever configures the parser.
    static String firstLine(String message) {
        return message == null
                ? "unreadable"
                : message.lines()
                        .findFirst()
                        .orElse("unreadable")
                        .replaceFirst(": enable `.*", "")
                        .replaceFirst(" ?\\(?(at )?\\[Source: .*", "");
    }

    private static String header(Map<String, String> headers, String name) throws UnreadableEvent {
        return Optional.ofNullable(headers.get(name))
                .orElseThrow(
                        () -> new UnreadableEvent(name + ": header is missing, expected a CloudEvent in binary mode"));
    }

    private static Map<String, String> headers(Event event, String id, String source) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", id);
        headers.put("ce_type", EventType.of(event).wireName());
        headers.put("ce_source", source);
        headers.put("ce_subject", event.subject());
        headers.put("content-type", JSON);
        return headers;
    }

    private static String id(Event event) {
        String kind = EventType.of(event).wireName();
        String detail = switch (event) {
            case CheckpointSaved saved -> "/" + saved.checkpoint().index();
            case JournalImported part -> "/" + part.from();
            default -> "";
        };
        return event.subject() + "/" + kind + detail;
    }

    /// Bytes as they go into a record's value or header.
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
