package dev.bilevel.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.events.Compute;
import dev.bilevel.events.ModelSource;
import dev.bilevel.glue.Task;

import java.nio.file.Path;

/// What a user asks for. Made by [#fromYaml] or [#fromJson], which check every field; see `docs/` for the fields.
///
/// @param name for people, and the start of the study's id
/// @param seed every random choice of the study derives from it
/// @param data the folder that holds a folder named like the task, or `download`
/// @param trainer the kind of trainer that is asked, by name
/// @param validation the fraction of train that is carved off as validation
/// @param checkpoints K, the length of each trial's trajectory
/// @param checkpointsFrom the fraction of training after which checkpoints are taken
/// @param keep what stays in the store
public record StudySpec(
        String name,
        long seed,
        Task task,
        String data,
        ModelSource model,
        String trainer,
        double validation,
        Compute compute,
        int checkpoints,
        double checkpointsFrom,
        OuterLevel outer,
        InnerLevel inner,
        Keep keep) {

    /// Reads YAML (or JSON, which is YAML).
    ///
    /// @param base the folder that relative paths start from, usually the spec file's
    /// @throws InvalidSpec with every problem found
    public static StudySpec fromYaml(String text, Path base) {
        return fromJson(SpecTree.withPathsFrom(base, SpecTree.parse(text)));
    }

    /// Reads a parsed tree. Relative paths stay relative.
    ///
    /// @throws InvalidSpec with every problem found
    public static StudySpec fromJson(JsonNode tree) {
        return SpecReader.read(tree, Keep.BEST);
    }

    /// Reads the spec that a study was submitted with: what its writer did not know yet means what it meant then, so
    /// without `keep` nothing goes.
    ///
    /// @throws InvalidSpec with every problem found
    static StudySpec submitted(JsonNode tree) {
        return SpecReader.read(tree, Keep.ALL);
    }

    /// The resolved spec, every default filled in: [#fromJson] of it gives an equal spec.
    public ObjectNode toJson() {
        return SpecWriter.write(this);
    }
}
