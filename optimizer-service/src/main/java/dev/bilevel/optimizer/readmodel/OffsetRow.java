package dev.bilevel.optimizer.readmodel;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// How far a journal partition is projected.
@Entity
@Table(name = "projected_offset")
public class OffsetRow {
    @Id
    @Column(name = "journal_partition")
    public int partition;

    @Column(name = "next_offset")
    public long nextOffset;
}
