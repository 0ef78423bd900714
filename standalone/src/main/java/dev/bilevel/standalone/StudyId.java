package dev.bilevel.standalone;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/// A study's id, which is also the name of its run folder.
///
/// @param value 1 to 100 of a-z, 0-9 and '-', so that no id leads out of the folder of runs
record StudyId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    StudyId {
        if (!FORM.matcher(value).matches()) {
            throw CommandFailed.wrongInput(
                    "--id " + value + ": expected 1 to 100 of a-z, 0-9 and '-', starting with a letter or a digit");
        }
    }

    /// `<name>-<yyyyMMdd-HHmmss>`.
    static StudyId of(String name, LocalDateTime submitted) {
        return new StudyId(name + "-" + STAMP.format(submitted));
    }
}
