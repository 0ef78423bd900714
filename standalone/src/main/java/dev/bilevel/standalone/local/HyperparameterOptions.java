package dev.bilevel.standalone.local;

import dev.bilevel.encoder.Hyperparameters;
import dev.bilevel.encoder.InvalidHyperparameter;
import dev.bilevel.standalone.CommandFailed;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Gives a command an option for every hyperparameter that the encoder knows, `--learning-rate` for `learningRate`.
final class HyperparameterOptions implements CommandLine.IModelTransformer {
    /// Where the command line differs from the encoder: GLUE's usual three epochs.
    private static final Map<String, String> DEFAULTS = Map.of("epochs", "3", "learningRate", "5e-5");

    private static final Map<String, String> SETTINGS = Map.of(
            "training.checkpoints", "--snapshots",
            "training.from", "--snapshots-from",
            "compute.threads", "--threads",
            "compute.maxLength", "--max-length",
            "compute.device", "--device");

    @Override
    public CommandSpec transform(CommandSpec spec) {
        for (String name : Hyperparameters.names()) {
            String preset = DEFAULTS.get(name);
            spec.addOption(OptionSpec.builder(option(name))
                    .type(String.class)
                    .paramLabel("X")
                    .description("The hyperparameter " + name + (preset == null ? "." : ". Default: " + preset + "."))
                    .build());
        }
        return spec;
    }

    /// What the command line says: the defaults, then options, then `settings`.
    ///
    /// @param settings hyperparameters by name
    /// @throws CommandFailed (wrong input) naming the one that is out of range, or there twice
    static Hyperparameters read(CommandSpec spec, Map<String, String> settings) {
        Map<String, String> texts = new TreeMap<>(DEFAULTS);
        for (String name : Hyperparameters.names()) {
            String given = spec.findOption(option(name)).getValue();
            if (given != null && settings.containsKey(name)) {
                throw CommandFailed.wrongInput(
                        "--set " + name + ": is there beside " + option(name) + ", expected one of the two");
            }
            if (given != null) {
                texts.put(name, given);
            }
        }
        texts.putAll(settings);
        Map<String, Object> values = new TreeMap<>();
        texts.forEach((name, text) -> values.put(name, value(text)));
        try {
            return Hyperparameters.of(values);
        } catch (InvalidHyperparameter e) {
            throw wrong(e);
        }
    }

    /// The same line with the option's name in place of the field's.
    static CommandFailed wrong(InvalidHyperparameter invalid) {
        String field = invalid.field();
        String option = SETTINGS.getOrDefault(field, Hyperparameters.names().contains(field) ? option(field) : field);
        return CommandFailed.wrongInput(option + invalid.getMessage().substring(field.length()));
    }

    /// `--max-grad-norm` for `maxGradNorm`.
    private static String option(String name) {
        return "--" + name.replaceAll("(?<=[a-z])([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static Object value(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        try {
            return Double.valueOf(text);
        } catch (NumberFormatException _) {
            return text;
        }
    }
}
