package dev.bilevel.optimizer.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/// Measures how long it takes to read a small study's journal out of a partition that holds many entries of others.
final class JournalReadingSpeed {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OF_A_STUDY = 1000;
    private static final int SMALL = 258;
    /// About what an entry has in the mean.
    private static final int BYTES = 900;

    private JournalReadingSpeed() {}

    /// ENTRIES ROUNDS: how many entries of others lie before the study's, and how often to read.
    public static void main(String[] arguments) throws IOException {
        int others = Integer.parseInt(arguments[0]);
        try (OnePartition partition = new OnePartition(Files.createTempDirectory("bilevel-speed-"))) {
            write(partition, others);
            partition.begin("small");
            partition.goOn("small", 1, SMALL - 1, BYTES);
            partition.fail("small", SMALL - 1);
            partition.flush();
            JournalReaders readers = new JournalReaders(partition.kafka(), 1);
            for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
                Beginnings fresh = new Beginnings();
                measure("nothing known", new JournalPages(readers, fresh, PATIENCE), "small");
                measure("its beginning known", new JournalPages(readers, fresh, PATIENCE), "small");
                measure("unknown study", new JournalPages(readers, fresh, PATIENCE), "nobody");
                measure("unknown study, again", new JournalPages(readers, fresh, PATIENCE), "nobody");
            }
            readers.close();
        }
    }

    private static void write(OnePartition partition, int entries) {
        for (int i = 0; i < entries; i += OF_A_STUDY) {
            String study = "other-" + i / OF_A_STUDY;
            partition.begin(study);
            partition.goOn(study, 1, OF_A_STUDY, BYTES);
        }
        partition.flush();
    }

    private static void measure(String what, JournalPages pages, String study) {
        long begun = System.nanoTime();
        JournalPage page = pages.first(study).await().atMost(PATIENCE);
        int entries = page.entries().size();
        while (!page.isLast()) {
            page = pages.next(page).await().atMost(PATIENCE);
            entries += page.entries().size();
        }
        System.out.printf("%s: %d entries in %.0f ms%n", what, entries, (System.nanoTime() - begun) / 1e6);
    }
}
