package dev.bilevel.optimizer.messaging;

import java.util.Map;
import java.util.Optional;

/// What the journal topic remembers of an imported entry, beside the entry itself: two attributes more. So an optimizer
/// that is killed between two parts of a journal goes on with the next one.
///
/// @param hash that its line carried in the file
/// @param total how many lines the file has
record ImportMark(String hash, long total) {
    private static final String HASH = "ce_importhash";
    private static final String TOTAL = "ce_importtotal";

    Map<String, String> headers() {
        return Map.of(HASH, hash, TOTAL, Long.toString(total));
    }

    /// The mark among the headers of a record of the journal; empty where the entry was written here.
    static Optional<ImportMark> of(Map<String, String> headers) {
        String hash = headers.get(HASH);
        String total = headers.getOrDefault(TOTAL, "");
        return hash == null || !total.matches("\\d{1,18}")
                ? Optional.empty()
                : Optional.of(new ImportMark(hash, Long.parseLong(total)));
    }
}
