package dev.bilevel.optimizer.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// The headers of a record as text; the last one counts where a name is repeated.
public final class Headers {
    private Headers() {}

    /// Name to value; a header without a value is left out.
    public static Map<String, String> of(ConsumerRecord<?, ?> written) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : written.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return headers;
    }
}
