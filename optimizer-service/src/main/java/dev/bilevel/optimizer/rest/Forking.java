package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.study.InvalidSpec;
import dev.bilevel.study.SpecTree;
import dev.bilevel.study.Study;
import dev.bilevel.study.StudySpec;
import dev.bilevel.study.journal.Fork;
import jakarta.enterprise.context.ApplicationScoped;

/// From a fork request to a spec. Blocks; throws [Refusal] where the request cannot be carried out.
@ApplicationScoped
class Forking {
    private final Histories histories;
    private final OptimizerConfig config;

    Forking(Histories histories, OptimizerConfig config) {
        this.histories = histories;
        this.config = config;
    }

    Fork.What fork(String id, ForkRequest request) {
        Fork.What fork = whatIf(id, request);
        if (fork.left() < 1) {
            throw Refusal.invalid(
                    "set",
                    "such that nothing is left to try: what would run behind entry " + request.at()
                            + " is recorded (trials: " + fork.reused() + ")",
                    "what changes the search, or a larger outer.trials");
        }
        return fork;
    }

    private Fork.What whatIf(String id, ForkRequest request) {
        try {
            return histories.fork(id, request.at(), (before, tree) -> changed(request, before, tree));
        } catch (InvalidSpec e) {
            throw Refusal.invalid(e);
        }
    }

    private StudySpec changed(ForkRequest request, Study before, ObjectNode tree) {
        int known = Fork.settled(before).size();
        if (tree.path("outer").path("trials").asInt() < 1 && !request.set().containsKey("outer.trials")) {
            throw Refusal.invalid(
                    "at",
                    request.at() + ", when all " + known + " trials are settled",
                    "an earlier entry, or set.outer.trials, how many more");
        }
        request.applyTo(tree);
        StudySpec spec = read(tree);
        Fork.notComparable(before, spec.toJson()).ifPresent(path -> {
            throw Refusal.invalid(
                    "set." + path,
                    "a change of what a trial's value means, so that recorded values are none",
                    "a field of outer or inner, name, keep, or where data and model lie");
        });
        return spec;
    }

    private StudySpec read(ObjectNode tree) {
        try {
            return StudySpec.fromJson(SpecTree.withPathsFrom(config.base().toAbsolutePath(), tree));
        } catch (InvalidSpec e) {
            throw Refusal.invalid(e);
        }
    }
}
