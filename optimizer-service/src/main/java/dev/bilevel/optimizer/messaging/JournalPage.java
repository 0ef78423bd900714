package dev.bilevel.optimizer.messaging;

import org.apache.kafka.common.TopicPartition;

import java.util.List;
import java.util.Optional;

/// Some entries of one study's journal, those that follow on the page before; none where the reader found only other
/// studies'.
///
/// @param rest where the next page begins; empty behind the last
public record JournalPage(List<JournalRecord> entries, Optional<Place> rest) {
    public JournalPage {
        entries = List.copyOf(entries);
    }

    /// Where the reader of a journal stands.
    ///
    /// @param next the offset to go on at
    /// @param end of the partition when the reader began, exclusive: a journal that grows while it is read
    ///     has an end all the same
    /// @param sequence of the entry that must come next
    record Place(String studyId, TopicPartition partition, long next, long end, long sequence) {}

    public boolean isLast() {
        return rest.isEmpty();
    }
}
