package dev.bilevel.encoder;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The encoders that Bilevel computes. They share their layers and differ in positions, segments and head.
enum Family {
    ROBERTA("RobertaForSequenceClassification"),
    BERT("BertForSequenceClassification");

    private final String classifier;

    Family(String classifier) {
        this.classifier = classifier;
    }

    /// By config.json's `model_type`.
    static Optional<Family> named(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType().equals(modelType))
                .findFirst();
    }

    String modelType() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What every encoder parameter's name begins with in a transformers classifier.
    String prefix() {
        return modelType() + ".";
    }

    /// The transformers class of the classifier.
    String classifier() {
        return classifier;
    }
}
