package dev.bilevel.standalone;

import dev.bilevel.standalone.chaos.ChaosReport;
import dev.bilevel.standalone.chaos.Outcome;
import dev.bilevel.standalone.chaos.Plan;
import dev.bilevel.standalone.chaos.Recorded;
import dev.bilevel.standalone.chaos.Striker;
import dev.bilevel.standalone.progress.Display;
import dev.bilevel.standalone.spec.Preflight;
import dev.bilevel.standalone.spec.SpecFile;
import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.standalone.stack.Part;
import dev.bilevel.standalone.stack.Ports;
import dev.bilevel.study.StudySpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `./bilevel chaos SPEC`: the same study undisturbed, and while its stack is killed piece by piece.
@Command(
        name = "chaos",
        description = "Runs a study, and once more while services, broker, PostgreSQL and Redis are killed at seeded"
                + " moments, and compares all decisions. Exit status: 0 if they are equal, 1 where they part.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Chaos implements Callable<Integer> {
    private static final int MOST_KILLS = 1000;
    /// Beyond the longest pause of the undisturbed study: what a restart of everything takes, and more.
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    /// A killed training may have to begin again, on a machine that is busy with restarts.
    private static final int SLOWER = 5;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Parameters(paramLabel = "SPEC", description = "The study spec, YAML or JSON.")
    private Path file;

    @Option(names = "--set", paramLabel = "path=value", description = "Sets a field of the spec, as for run.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--kills", description = "How many kills. Default: ${DEFAULT-VALUE}.")
    private int kills = 20;

    @Option(names = "--seed", description = "Decides who is killed and when. Default: ${DEFAULT-VALUE}.")
    private long seed = 5;

    @Option(
            names = "--against",
            paramLabel = "JOURNAL",
            description = "The journal of an undisturbed run of the same spec, instead of running it first.")
    private Path against;

    @Option(names = "--id", description = "The name of the run folder. Default: the study's name and the time.")
    private String id;

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            description = "Where run folders are made. Default: ${DEFAULT-VALUE}.")
    private Path runs = Path.of("runs");

    @Option(names = "--json", description = "Prints JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (kills < 1 || kills > MOST_KILLS) {
            throw CommandFailed.wrongInput("--kills " + kills + ": expected 1 to " + MOST_KILLS);
        }
        StudySpec spec = SpecFile.read(file, settings, Path.of(""));
        Preflight.checkTrainer(spec);
        Preflight.check(spec);
        Installation installation = Installation.current();
        Optional<Recorded> known = Optional.ofNullable(against).map(Recorded::read);
        known.ifPresent(recorded -> recorded.requireComparable(against, spec));
        StudyId name = id == null
                ? StudyId.of(spec.name() + "-chaos", LocalDateTime.now(ZoneId.systemDefault()))
                : new StudyId(id);
        Path folder = runs.resolve(name.value());
        if (Files.exists(folder)) {
            throw CommandFailed.wrongInput(
                    "--id " + name.value() + ": " + folder + " exists already, expected an id that is new");
        }
        try (Display display = Display.on(System.err, Boolean.getBoolean("bilevel.terminal"))) {
            ChaosReport report = report(installation, spec, name, folder, known, display);
            display.close();
            PrintWriter out = command.commandLine().getOut();
            if (json) {
                out.println(report.json());
            } else {
                report.lines().forEach(out::println);
            }
            out.flush();
            return report.good() ? CommandLine.ExitCode.OK : CommandFailed.FAILED;
        }
    }

    private ChaosReport report(
            Installation installation,
            StudySpec spec,
            StudyId name,
            Path folder,
            Optional<Recorded> known,
            Display display)
            throws InterruptedException, IOException {
        Path calm = against;
        if (known.isEmpty()) {
            display.say("undisturbed:");
            RunFolder undisturbed = RunFolder.create(folder, "undisturbed");
            var _ = new StudyRun(spec, name, undisturbed, ports(), display, false).run(installation);
            calm = undisturbed.journal();
        }
        Recorded recorded = known.orElse(Recorded.read(calm));
        // Under the same id: it is part of the ids of trials and fusions.
        StudyId study = new StudyId(recorded.study().id());
        Striker striker = new Striker(
                Plan.of(seed, kills, recorded.entries().size()),
                recorded.longestPause().multipliedBy(SLOWER).plus(PATIENCE),
                display::say);
        display.say("disturbed by " + kills + (kills == 1 ? " kill" : " kills") + ", seed " + seed + ":");
        RunFolder disturbed = RunFolder.create(folder, "disturbed");
        long begun = System.nanoTime();
        var _ = new StudyRun(spec, study, disturbed, ports(), display, false)
                .disturbedBy(striker)
                .run(installation);
        double seconds = (System.nanoTime() - begun) / 1e9;
        Outcome outcome = Outcome.of(recorded, disturbed.journal());
        return new ChaosReport(outcome, seed, kills, striker.blows(), calm, disturbed.journal(), seconds);
    }

    private static Ports ports() {
        Map<Part, Integer> free = new EnumMap<>(Part.class);
        return Ports.choose(free);
    }
}
