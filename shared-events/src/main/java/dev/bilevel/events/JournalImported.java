package dev.bilevel.events;

import java.util.List;

/// A user brings in a part of a journal that was written elsewhere. The parts of one journal come in order; whoever
/// owns the study writes their entries to its own journal, as they stand, and after the last part the study goes
/// on.
///
/// Not part of the journal itself: an imported study's journal is the one that was exported.
///
/// @param from sequence number of the first line
/// @param total how many lines the whole journal has
/// @param before the hash that the line before the first one carries; 64 zeros where there is none, see [JournalHash]
/// @param lines as they stand in the file, each with its hash, without line breaks
public record JournalImported(String studyId, long from, long total, String before, List<String> lines)
        implements Event {
    public JournalImported {
        Check.id("studyId", studyId);
        Check.atLeast("from", from, 0);
        Check.sha256("before", before);
        Check.present("lines", lines);
        Check.between("lines.size", lines.size(), 1, Integer.MAX_VALUE);
        for (int i = 0; i < lines.size(); i++) {
            Check.present("lines[" + i + "]", lines.get(i));
        }
        Check.atLeast("total", total, from + lines.size());
        lines = List.copyOf(lines);
    }

    /// Sequence number behind the last line.
    public long until() {
        return from + lines.size();
    }

    @Override
    public String subject() {
        return studyId;
    }
}
