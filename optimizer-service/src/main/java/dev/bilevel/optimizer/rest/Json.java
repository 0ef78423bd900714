package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.events.EventCodec;

/// JSON that the read model keeps as text.
final class Json {
    private Json() {}

    static JsonNode parse(String text) {
        try {
            return text == null ? null : EventCodec.mapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the read model holds what is no JSON: " + text, e);
        }
    }
}
