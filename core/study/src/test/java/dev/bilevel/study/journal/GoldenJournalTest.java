package dev.bilevel.study.journal;

import dev.bilevel.bayesopt.Suggester;
import dev.bilevel.events.JournalReader;
import dev.bilevel.study.SimulatedWorkers;
import dev.bilevel.study.Simulation;
import dev.bilevel.study.Specs;
import dev.bilevel.study.Study;
import dev.bilevel.study.journal.Verification.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/// Journals as they were written once: each stays readable for ever, and verifiable by the algorithm it names. A new
/// file is added with each version of the format or the algorithm (`-Dgolden=write`); none is ever changed.
class GoldenJournalTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @Test
    void aJournalIsReadAndVerifiedByLaterCodeOrSaysWhatItNeeds() throws Exception {
        try (var files = Files.newDirectoryStream(GOLDEN, "*.ndjson")) {
            for (Path file : files) {
                String algorithm =
                        file.getFileName().toString().replace(".ndjson", "").replace('.', '/');
                Story story = new Story();
                try (InputStream in = Files.newInputStream(file)) {
                    JournalReader.read(in, story::take);
                }
                assertThat(story.study().status()).as("%s", file).isEqualTo(Study.Status.COMPLETED);
                Outcome outcome = verify(file);
                if (algorithm.equals(Suggester.ALGORITHM)) {
                    assertThat(outcome).as("%s", file).isInstanceOf(Outcome.Verified.class);
                } else {
                    assertThat(outcome).as("%s", file).isEqualTo(new Outcome.OtherAlgorithm(1, algorithm));
                }
            }
        }
    }

    @Test
    void thereIsAJournalOfTodaysAlgorithm() {
        assertThat(today()).as("write it with -Dgolden=write").exists();
    }

    private static Outcome verify(Path file) throws Exception {
        try (Verification verification = new Verification();
                InputStream in = Files.newInputStream(file)) {
            JournalReader.read(in, (number, entry, _) -> verification.take(number, entry));
            return verification.outcome();
        }
    }

    @BeforeAll
    static void write() throws IOException {
        if ("write".equals(System.getProperty("golden")) && Files.notExists(today())) {
            String spec = Specs.SMALL.replace("trials: 6", "trials: 4");
            Files.write(
                    today(),
                    Journals.file(Simulation.run(Specs.submitted("golden", spec), new SimulatedWorkers(0), 1)));
        }
    }

    private static Path today() {
        return GOLDEN.resolve(Suggester.ALGORITHM.replace('/', '.') + ".ndjson");
    }
}
