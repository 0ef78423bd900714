package dev.bilevel.checkpoints;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Another store than the one at hand, as artifact URIs tell of it: a study whose journal and files were brought here
/// from elsewhere names its files by the place where they lay then. Files have the same place in every store.
final class OtherStore {
    /// What a worker writes for a study, see [StudyFolder].
    private static final Pattern PLACE = Pattern.compile("(?:file|s3):/.*/(studies/[a-z0-9][a-z0-9.-]{0,199}/t\\d{1,9}"
            + "/(?:checkpoints|f\\d{1,9})/[0-9a-f]{64}/[\\w-][\\w.-]{0,199})");

    private OtherStore() {}

    /// Where a file of another store lies in this one, if it is there: names that lead no further up. Whoever reads it
    /// compares it with the hash that came with the URI.
    static Optional<Path> place(String uri) {
        Matcher found = PLACE.matcher(uri);
        return found.matches() && !found.group(1).contains("..")
                ? Optional.of(Path.of(found.group(1)))
                : Optional.empty();
    }
}
