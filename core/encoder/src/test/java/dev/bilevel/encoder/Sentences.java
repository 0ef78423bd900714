package dev.bilevel.encoder;

import dev.bilevel.glue.Example;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Short sentences whose class a model can learn: praise is 1, blame is 0.
final class Sentences {
    private static final String[] PRAISE = {"warm", "wise", "funny", "best"};
    private static final String[] BLAME = {"drags", "dreadful", "cold", "slowly"};
    private static final String[] FILLING = {"the", "film", "dog", "two", "hours", "it", "is", "that", "and", "like"};

    private Sentences() {}

    static List<Example> some(int count, long seed) {
        Random random = new Random(seed);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int label = random.nextInt(2);
            StringBuilder text = new StringBuilder();
            int words = 3 + random.nextInt(6);
            int telling = random.nextInt(words);
            for (int j = 0; j < words; j++) {
                String[] from = j != telling ? FILLING : label == 1 ? PRAISE : BLAME;
                text.append(text.isEmpty() ? "" : " ").append(from[random.nextInt(from.length)]);
            }
            examples.add(new Example(text.toString(), Optional.empty(), label));
        }
        return examples;
    }
}
