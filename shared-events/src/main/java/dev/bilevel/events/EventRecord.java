package dev.bilevel.events;

import java.util.Map;

/// An event as it lies on a topic: CloudEvents in Kafka's binary mode.
///
/// @param topic null for an event that only the journal tells
/// @param headers `ce_*` attributes and `content-type`, all ASCII
/// @param value JSON, UTF-8
public record EventRecord(String topic, String key, Map<String, String> headers, String value) {
    public EventRecord {
        headers = Map.copyOf(headers);
    }
}
