package dev.bilevel.standalone;

import dev.bilevel.standalone.spec.Preflight;
import dev.bilevel.standalone.spec.SpecFile;
import dev.bilevel.standalone.stack.Installation;
import dev.bilevel.standalone.stack.Service;
import dev.bilevel.study.StudySpec;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/// `./bilevel submit SPEC`: a study for the stack that is up. Prints its id and does not wait for it.
@Command(
        name = "submit",
        description = "Submits a study to the stack that ./bilevel up keeps running, and prints its id.",
        mixinStandardHelpOptions = true)
final class Submit implements Callable<Integer> {
    @Parameters(paramLabel = "SPEC", description = "The study spec, YAML or JSON.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "path=value",
            description = "Sets a field of the spec, such as outer.trials=4.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--id", description = "The study's id. Default: its name and the time.")
    private String id;

    @Override
    public Integer call() throws InterruptedException {
        StudySpec spec = SpecFile.read(file, settings, Path.of(""));
        Preflight.check(spec);
        StudyId study =
                id == null ? StudyId.of(spec.name(), LocalDateTime.now(ZoneId.systemDefault())) : new StudyId(id);
        URI address = UpState.require(Installation.current()).services().get(Service.OPTIMIZER);
        try (OptimizerClient optimizer = new OptimizerClient(address)) {
            optimizer.submit(study.value(), spec);
        }
        System.err.println("watch it: " + address.resolve("/studies/" + study.value()));
        System.out.println(study.value());
        return CommandLine.ExitCode.OK;
    }
}
