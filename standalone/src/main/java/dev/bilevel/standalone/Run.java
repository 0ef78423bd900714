package dev.bilevel.standalone;

import dev.bilevel.standalone.progress.Display;
import dev.bilevel.standalone.result.StudyResult;
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
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// `./bilevel run SPEC`: a whole study on this machine, from nothing to a model.
@Command(
        name = "run",
        description =
                "Runs a whole study on this machine and leaves runs/<study id>/ with its journal, result and model.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class Run implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "The study spec, YAML or JSON.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "path=value",
            description =
                    "Sets a field of the spec, such as outer.trials=4. Relative paths start from the current folder.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--id", description = "The study's id. Default: its name and the time.")
    private String id;

    @Option(
            names = "--runs",
            paramLabel = "FOLDER",
            description = "Where run folders are made. Default: ${DEFAULT-VALUE}.")
    private Path runs = Path.of("runs");

    @Option(
            names = "--port",
            paramLabel = "name=port",
            description =
                    "Fixes a port of optimizer, trainer, fusion, evaluator, kafka, postgres or redis. Default: free ones.")
    private Map<Part, Integer> ports = new EnumMap<>(Part.class);

    @Option(
            names = "--keep-store",
            description = "Keeps the checkpoint store: the winner's files, or all with --set keep=all.")
    private boolean keepStore;

    @Option(names = "--json", description = "Prints result.json instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        StudySpec spec = SpecFile.read(file, settings, Path.of(""));
        Preflight.checkTrainer(spec);
        Preflight.check(spec);
        Installation installation = Installation.current();
        StudyId study =
                id == null ? StudyId.of(spec.name(), LocalDateTime.now(ZoneId.systemDefault())) : new StudyId(id);
        Ports chosen = Ports.choose(ports);
        RunFolder folder = RunFolder.create(runs, study.value());
        try (Display display = Display.on(System.err, Boolean.getBoolean("bilevel.terminal"))) {
            StudyResult result = new StudyRun(spec, study, folder, chosen, display, keepStore).run(installation);
            display.close();
            if (json) {
                System.out.println(result.json());
            } else {
                result.table().forEach(System.out::println);
                System.out.println("left       " + folder.root());
            }
        }
        return CommandLine.ExitCode.OK;
    }
}
