package dev.bilevel.optimizer.rest;

import dev.bilevel.study.Problem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

import java.util.List;

/// Problem details as in RFC 9457, `application/problem+json`.
///
/// @param type `about:blank`: the status says what kind of problem it is
/// @param problems for a spec: each field that is wrong
@Schema(description = "What is wrong with a request (RFC 9457)")
public record ProblemDetails(
        @Schema(examples = "about:blank") String type,
        @Schema(examples = "Bad Request") String title,
        @Schema(examples = "400") int status,

        @Schema(examples = "outer.trials: is 0, expected at least 1")
        String detail,

        @Schema(examples = "/studies") String instance,

        @Schema(description = "each field that is wrong, what stands there, and what should")
        List<Problem> problems) {}
