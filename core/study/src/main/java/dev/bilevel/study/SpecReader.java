package dev.bilevel.study;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bilevel.bayesopt.Acquisition;
import dev.bilevel.bayesopt.Configuration;
import dev.bilevel.bayesopt.InvalidAcquisition;
import dev.bilevel.bayesopt.InvalidSpace;
import dev.bilevel.bayesopt.Observation;
import dev.bilevel.bayesopt.Parameter;
import dev.bilevel.bayesopt.Simplex;
import dev.bilevel.bayesopt.Space;
import dev.bilevel.events.Compute;
import dev.bilevel.events.DataSource;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.Task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// From a tree to a [StudySpec]: every field checked, every default filled in, every problem named.
final class SpecReader {
    /// Leaves room, in an id of 200 characters, for `.t123.f45` and the like.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private static final int MOST_TRIALS = 100_000;
    private static final int MOST_FUSIONS = 10_000;
    private static final int MOST_PARALLEL = 10_000;
    private static final int MOST_CHECKPOINTS = 64;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Problem> problems = new ArrayList<>();

    private SpecReader() {}

    /// @param keep where the tree does not say
    static StudySpec read(JsonNode tree, Keep keep) {
        SpecReader reader = new SpecReader();
        StudySpec spec = reader.study(Fields.of(tree, reader.problems), keep);
        if (!reader.problems.isEmpty()) {
            throw new InvalidSpec(reader.problems);
        }
        return spec;
    }

    private StudySpec study(Fields fields, Keep otherwise) {
        String name = fields.text("name");
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            fields.wrong("name", fields.any("name"), "1 to 64 of a-z, 0-9 and '-', starting with a letter or a digit");
        }
        long seed = fields.integer("seed", 0, 0, Seed.LARGEST);
        Task task = task(fields);
        String data = fields.text("data", DataSource.DOWNLOAD);
        ModelSource model = model(fields.object("model", "path"));
        String trainer = fields.text("trainer", "roberta");
        if (!NAME.matcher(trainer).matches()) {
            fields.wrong("trainer", fields.any("trainer"), "a trainer's name: a-z, 0-9 and '-'");
        }
        double validation = fields.fraction("validation", 0.1, false);
        Compute compute = compute(fields.object("compute"));
        Fields training = fields.object("training");
        int checkpoints = training.size("checkpoints", 5, 1, MOST_CHECKPOINTS);
        double from = training.fraction("from", 0.5, true);
        training.nothingElse();
        OuterLevel outer = outer(fields.object("outer"), trainer);
        InnerLevel inner = inner(fields.object("inner"), checkpoints);
        Keep keep = fields.oneOf("keep", otherwise);
        fields.nothingElse();
        return problems.isEmpty()
                ? new StudySpec(
                        name,
                        seed,
                        task,
                        data,
                        model,
                        trainer,
                        validation,
                        compute,
                        checkpoints,
                        from,
                        outer,
                        inner,
                        keep)
                : null;
    }

    private static Task task(Fields fields) {
        String expected = "one of " + String.join(", ", Task.names());
        JsonNode value = fields.any("task");
        if (value == null) {
            fields.missing("task", expected);
            return null;
        }
        return Task.named(value.asText()).orElseGet(() -> {
            fields.wrong("task", value, expected);
            return null;
        });
    }

    private static ModelSource model(Fields fields) {
        String path = place(fields, "path", fields.text("path"));
        String tokenizer = place(fields, "tokenizer", fields.text("tokenizer", path));
        ModelSource.Weights weights = fields.oneOf("weights", ModelSource.Weights.PRETRAINED);
        fields.nothingElse();
        return path.isEmpty() || tokenizer.isEmpty() ? null : new ModelSource(path, tokenizer, weights);
    }

    private static String place(Fields fields, String name, String value) {
        if (ModelSource.isPlace(value)) {
            return value;
        }
        fields.wrong(
                name,
                fields.any(name),
                "a folder or " + ModelSource.HUB + "owner/name@commit, the commit with all its 40 hex digits");
        return "";
    }

    private static Compute compute(Fields fields) {
        String device = fields.text("device", "auto");
        if (!device.matches("auto|cpu|cuda(:(\\d{1,2}|1[01]\\d|12[0-7]))?")) {
            fields.wrong("device", fields.any("device"), "auto, cpu, cuda or cuda:<n>, n up to 127");
        }
        Compute.Precision precision = fields.oneOf("precision", Compute.Precision.FP32);
        int threads = fields.size("threads", 1, 1, 1024);
        int maxLength = fields.size("maxLength", 128, 4, 100_000);
        fields.nothingElse();
        return new Compute(device, precision, threads, maxLength);
    }

    private OuterLevel outer(Fields fields, String trainer) {
        Space space = space(fields, trainer);
        Acquisition acquisition = acquisition(fields, "ei");
        List<Configuration> points = KnownPoints.points(fields, space);
        List<Observation> earlier = KnownPoints.earlier(fields, space);
        int trials = fields.size("trials", 20, 1, MOST_TRIALS);
        int defaultInitial = Math.max(
                points.size(),
                Math.max(4, space == null ? 0 : space.parameters().size() + 1));
        int initial = fields.size("initial", Math.min(trials, defaultInitial), 1, MOST_TRIALS);
        if (initial < points.size()) {
            fields.wrong("initial", fields.any("initial"), "at least the " + points.size() + " points given");
        }
        int parallelism = fields.size("parallelism", 1, 1, MOST_PARALLEL);
        Schedule schedule = fields.oneOf("schedule", Schedule.DETERMINISTIC);
        fields.nothingElse();
        return new OuterLevel(space, acquisition, points, earlier, trials, initial, parallelism, schedule);
    }

    private InnerLevel inner(Fields fields, int checkpoints) {
        Acquisition acquisition = acquisition(fields, "ucb");
        int given = checkpoints == 1 ? 1 : checkpoints + 1;
        int fusions = fields.size("fusions", given + 10, 1, MOST_FUSIONS);
        if (fusions < given) {
            fields.wrong(
                    "fusions",
                    fields.any("fusions"),
                    "at least " + given + ": uniform weights and each of the " + checkpoints
                            + " checkpoints alone are always tried, so that fusing never does harm");
        }
        int initial = fields.size("initial", given, given, MOST_FUSIONS);
        int examples = fields.size("examples", 1000, 0, Integer.MAX_VALUE);
        int parallelism = fields.size("parallelism", 1, 1, MOST_PARALLEL);
        fields.nothingElse();
        return new InnerLevel(acquisition, fusions, initial, examples, parallelism);
    }

    private Space space(Fields fields, String trainer) {
        JsonNode tree = fields.any("space");
        if (tree == null || !tree.isObject() || tree.isEmpty()) {
            fields.wrong("space", tree, "an object of parameters, such as learningRate: {log: [1e-5, 1e-3]}");
            return null;
        }
        if (tree.size() > Space.MOST_DIMENSIONS) {
            String found = tree.size() + " parameters";
            problems.add(new Problem(fields.path("space"), found, "at most " + Space.MOST_DIMENSIONS));
            return null;
        }
        int before = problems.size();
        Map<String, Object> parameters = JSON.convertValue(tree, new TypeReference<>() {});
        // One by one first: what is wrong with any of them is said at once.
        parameters.forEach((name, range) -> space(fields, Collections.singletonMap(name, range))
                .ifPresent(alone -> checkParameters(fields, alone, trainer)));
        return problems.size() > before ? null : space(fields, parameters).orElse(null);
    }

    private Optional<Space> space(Fields fields, Map<String, Object> parameters) {
        try {
            return Optional.of(Space.parse(parameters));
        } catch (InvalidSpace e) {
            String field = e.field().equals("space") ? "space" : "space." + e.field();
            problems.add(new Problem(fields.path(field), e.found(), e.expected()));
            return Optional.empty();
        }
    }

    private void checkParameters(Fields fields, Space space, String trainer) {
        for (Parameter parameter : space.parameters()) {
            String field = fields.path("space." + parameter.name());
            Hyperparameters.problem(field, parameter, trainer).ifPresent(problems::add);
            if (parameter instanceof Simplex) {
                problems.add(new Problem(field, "a simplex", "another kind: fusion weights belong to the inner level"));
            }
        }
    }

    private Acquisition acquisition(Fields fields, String otherwise) {
        JsonNode tree = fields.any("acquisition");
        try {
            return Acquisition.parse(tree == null ? otherwise : JSON.convertValue(tree, Object.class));
        } catch (InvalidAcquisition e) {
            problems.add(new Problem(fields.path(e.field()), e.found(), e.expected()));
            return Acquisition.parse(otherwise);
        }
    }
}
