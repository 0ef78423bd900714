package dev.bilevel.glue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Film reviews that no one wrote, with a sentiment that follows from their grammar: what the quickstart learns.
///
/// Single words tell most of it, so that a micro encoder with sensible hyperparameters is well above chance after one
/// epoch. The rest wants more: negation turns a word round ("not dull"), in a contrast the main clause decides ("dull
/// but moving", "although dull, moving"), and what others say of the film does not count. A few labels are wrong,
/// so that nothing reaches 1.
///
/// The same seed gives the same reviews for ever: they are made with [SplitMix64].
final class Reviews {
    private static final long PURPOSE = 3L << 32;
    private static final int WRONG_LABELS_IN_1000 = 30;

    private static final List<String> PLEASING =
            words("moving funny clever charming gripping warm fresh tender witty graceful bold delightful");
    private static final List<String> DISPLEASING =
            words("dull clumsy boring shallow tedious predictable stale noisy lifeless silly awkward dreadful");
    private static final List<String> SUBJECTS = List.of(
            "the plot",
            "the story",
            "the script",
            "the dialogue",
            "the acting",
            "the cast",
            "the music",
            "the ending",
            "the camera work",
            "the first half",
            "the second act",
            "the lead",
            "the humour",
            "the romance",
            "the pacing",
            "the direction",
            "the film",
            "it");
    private static final List<String> KINDS =
            words("comedy drama thriller western fable documentary romance musical mystery debut sequel remake");
    private static final List<String> LINKS = words("is was feels seems remains");
    private static final List<String> DEGREES = words("very truly really quite rather remarkably surprisingly deeply");
    private static final List<String> NOT =
            List.of("is not", "is never", "was hardly", "is far from", "is anything but");
    private static final List<String> LIKED = List.of("i loved", "i enjoyed", "i admired", "you will remember");
    private static final List<String> DISLIKED = List.of("i hated", "i disliked", "i grew tired of", "you will regret");
    private static final List<String> OTHERS =
            List.of("some critics", "the poster", "my neighbour", "the trailer", "the man next to me", "an old friend");
    private static final List<String> OPENINGS = List.of(
            "in this remake ,",
            "as the credits roll ,",
            "set in a small town ,",
            "for two hours ,",
            "once more ,",
            "shot in black and white ,",
            "by the final scene ,");
    private static final List<String> CLOSINGS = List.of(
            "from start to finish",
            "on a rainy afternoon",
            "in its own way",
            "at times",
            "in the end",
            "for most of its running time",
            "on the big screen");

    private final SplitMix64 random;
    private final Set<String> written = new HashSet<>();

    Reviews(long seed) {
        this.random = SplitMix64.of(seed, PURPOSE);
    }

    /// A review that this object has not given before.
    ///
    /// @param pleased what its words say; the label says something else in 3 % of the reviews
    Review next(boolean pleased) {
        String text = review(pleased);
        while (!written.add(text)) {
            text = review(pleased);
        }
        return new Review(text, pleased != happens(WRONG_LABELS_IN_1000));
    }

    /// @param pleased what the label says, right or wrong
    record Review(String text, boolean pleased) {}

    private String review(boolean pleased) {
        int kind = random.below(100);
        String opinion;
        if (kind < 40) {
            opinion = clause(pleased);
        } else if (kind < 85) {
            opinion = clause(pleased) + one(List.of(" and ", " , ", " , and ")) + clause(pleased);
        } else if (kind < 90) {
            opinion = clause(!pleased) + one(List.of(" but ", " , but ", " , and yet ")) + clause(pleased);
        } else if (kind < 95) {
            opinion = "although " + clause(!pleased) + " , " + clause(pleased);
        } else {
            opinion = hearsay() + one(List.of(" . ", " ; ")) + clause(pleased);
        }
        String opening = happens(150) ? one(OPENINGS) + " " : "";
        String closing = happens(150) ? " " + one(CLOSINGS) : "";
        return opening + opinion + closing + (happens(700) ? " ." : "");
    }

    private String clause(boolean pleased) {
        int kind = random.below(100);
        if (kind < 55) {
            return one(SUBJECTS) + " " + one(LINKS) + " " + quality(pleased);
        }
        if (kind < 60) {
            return one(SUBJECTS) + " " + one(NOT) + " " + word(!pleased);
        }
        if (kind < 75) {
            return withArticle(word(pleased)) + " " + one(KINDS);
        }
        if (kind < 95) {
            return twoWords(pleased) + " " + one(KINDS);
        }
        return one(pleased ? LIKED : DISLIKED) + " " + one(SUBJECTS);
    }

    private String hearsay() {
        return one(OTHERS) + one(List.of(" called it ", " promised something ", " said it was ")) + word(happens(500));
    }

    private String quality(boolean pleased) {
        return (happens(400) ? one(DEGREES) + " " : "") + word(pleased);
    }

    private String word(boolean pleasing) {
        return one(pleasing ? PLEASING : DISPLEASING);
    }

    private String twoWords(boolean pleasing) {
        String first = word(pleasing);
        String second = word(pleasing);
        while (second.equals(first)) {
            second = word(pleasing);
        }
        return withArticle(first) + " and " + second;
    }

    private static String withArticle(String word) {
        return ("aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
    }

    private String one(List<String> choices) {
        return choices.get(random.below(choices.size()));
    }

    private boolean happens(int timesIn1000) {
        return random.below(1000) < timesIn1000;
    }

    private static List<String> words(String spaced) {
        return List.of(spaced.split(" ", -1));
    }
}
