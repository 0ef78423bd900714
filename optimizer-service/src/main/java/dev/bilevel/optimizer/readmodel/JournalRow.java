package dev.bilevel.optimizer.readmodel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

import java.time.Instant;

/// A journal entry, as it was written.
@Entity
@Table(name = "journal_entry")
@IdClass(JournalRow.Place.class)
public class JournalRow {
    /// Where an entry stands.
    public record Place(String studyId, long sequence) {}

    @Id
    @Column(name = "study_id")
    public String studyId;

    @Id
    public long sequence;

    public String role;
    public String type;
    /// JSON: the event.
    public String event;

    @Column(name = "written_at")
    public Instant writtenAt;
}
