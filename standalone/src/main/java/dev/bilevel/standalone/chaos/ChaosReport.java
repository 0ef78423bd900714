package dev.bilevel.standalone.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What came of killing, for the eye and as JSON.
///
/// @param planned kills
/// @param blows what was done before the study was over
/// @param undisturbed its journal
/// @param disturbed its journal
/// @param seconds from the disturbed study's submission to its result
public record ChaosReport(
        Outcome outcome, long seed, int planned, List<Blow> blows, Path undisturbed, Path disturbed, double seconds) {
    public ChaosReport {
        blows = List.copyOf(blows);
    }

    /// Whether the kills made no difference.
    public boolean good() {
        return switch (outcome) {
            case Outcome.Equal _, Outcome.Verified _ -> true;
            case Outcome.Differs _ -> false;
        };
    }

    /// A table of what was killed, and the verdict as the last line.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("kill  entry  ready after  what");
        for (Blow blow : blows) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%4d  %5d  %9.1f s  %s",
                    blow.first(),
                    blow.entry(),
                    blow.readySeconds(),
                    blow.what()));
        }
        lines.add("");
        moments().ifPresent(lines::add);
        lines.add("undisturbed  " + undisturbed);
        lines.add("disturbed    " + disturbed + String.format(Locale.ROOT, ", %.1f s", seconds));
        lines.add("");
        lines.add(verdict());
        return lines;
    }

    /// `moments      4 of 5 hit`.
    private Optional<String> moments() {
        long waited =
                blows.stream().filter(blow -> blow.strike().manner().waits()).count();
        long hit = blows.stream()
                .filter(blow -> blow.hit() instanceof Hit.InTheMoment)
                .count();
        return waited == 0 ? Optional.empty() : Optional.of("moments      " + hit + " of " + waited + " hit");
    }

    /// `equal: 117 decisions, 20 kills survived`.
    String verdict() {
        String kills = done() + (done() == 1 ? " kill" : " kills") + " survived"
                + (done() < planned ? "; the study was over before the other " + (planned - done()) : "");
        return switch (outcome) {
            case Outcome.Equal equal -> "equal: " + equal.decisions() + " decisions, " + kills;
            case Outcome.Verified verified ->
                "verified: " + verified.decisions() + " decisions, " + kills
                        + "; a greedy schedule with parallelism has nothing to be equal to";
            case Outcome.Differs differs -> "differs: " + differs.where();
        };
    }

    /// The same as JSON.
    public String json() {
        ObjectNode tree = new ObjectMapper().createObjectNode();
        switch (outcome) {
            case Outcome.Equal equal -> tree.put("outcome", "equal").put("decisions", equal.decisions());
            case Outcome.Verified verified -> tree.put("outcome", "verified").put("decisions", verified.decisions());
            case Outcome.Differs differs -> tree.put("outcome", "differs").put("where", differs.where());
        }
        tree.put("seed", seed)
                .put("planned", planned)
                .put("kills", done())
                .put("undisturbed", undisturbed.toString())
                .put("disturbed", disturbed.toString())
                .put("seconds", seconds);
        ArrayNode strikes = tree.putArray("strikes");
        blows.forEach(blow -> write(blow, strikes.addObject()));
        return tree.toPrettyString();
    }

    private static void write(Blow blow, ObjectNode tree) {
        Strike strike = blow.strike();
        tree.put("kill", blow.first())
                .put("kills", strike.kills())
                .put("manner", strike.manner().name().toLowerCase(Locale.ROOT));
        ArrayNode parts = tree.putArray("parts");
        strike.victims().forEach(part -> parts.add(part.toString()));
        tree.put("planned", strike.entry())
                .put("delayMs", strike.delayMs())
                .put("entry", blow.entry())
                .put("readySeconds", blow.readySeconds());
        switch (blow.hit()) {
            case Hit.Anything _ -> {}
            case Hit.InTheMoment moment -> tree.put("hit", true).put("seen", moment.seen());
            case Hit.Missed missed -> tree.put("hit", false).put("why", missed.why());
        }
    }

    private int done() {
        return blows.stream().mapToInt(blow -> blow.strike().kills()).sum();
    }
}
