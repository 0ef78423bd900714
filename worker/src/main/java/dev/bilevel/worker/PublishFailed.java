package dev.bilevel.worker;

/// Kafka did not take an event. The record that led to it is released, so that it is delivered again.
public final class PublishFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PublishFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
