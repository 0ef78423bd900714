package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.study.journal.Fork;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Variant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.io.InputStream;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;

/// A study as it stood at some entry of its journal, and what could have followed.
@Path("/studies")
@Tag(name = "Journals", description = "Every observation taken and every decision made, in order")
public class ReplayResource {
    private static final String YAML = "application/yaml";

    private final Histories histories;
    private final Forking forking;
    private final Submitting submitting;
    private final int mostBytes;

    ReplayResource(Histories histories, Forking forking, Submitting submitting, OptimizerConfig config) {
        this.histories = histories;
        this.forking = forking;
        this.submitting = submitting;
        this.mostBytes = config.rest().largestSpec();
    }

    @GET
    @Blocking
    @Path("{id}/replay")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "What had happened at an entry",
            description =
                    "The study's story up to an entry of its journal, folded from the journal alone: its status, a"
                            + " row for each trial with its inner loop and the best so far, and the result. The same JSON as"
                            + " ./bilevel replay --json prints.")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)))
    @APIResponse(
            responseCode = "400",
            description = "there is no such entry",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "404",
            description = "there is no such study",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    public JsonNode replay(
            @PathParam("id") String id,
            @QueryParam("until")
                    @Parameter(
                            description = "sequence number of the last entry that counts; default: all",
                            schema = @Schema(implementation = Long.class))
                    Optional<String> until) {
        Histories.Told told = histories.story(id, sequence(until));
        return told.story().toJson(told.journal());
    }

    @POST
    @Blocking
    @Path("{id}/fork")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces({MediaType.APPLICATION_JSON, YAML})
    @Operation(
            summary = "What if?",
            description =
                    "The spec of a study that begins with what this one knew at an entry: trials that were settled"
                            + " then are known and not run again, as are later ones that the new settings would have"
                            + " had as well; the rest of the budget is spent under these. With submit, that study"
                            + " begins at once; without, its spec is the answer, as JSON or YAML.")
    @APIResponse(
            responseCode = "200",
            description = "the resolved spec",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = Object.class)),
                @Content(mediaType = YAML, schema = @Schema(implementation = String.class))
            })
    @APIResponse(
            responseCode = "202",
            description = "submitted; Location names the study",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StudiesResource.Accepted.class)))
    @APIResponse(
            responseCode = "400",
            description = "there is no such entry, or the settings cannot be: every field that is wrong is listed",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "404",
            description = "there is no such study",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "409",
            description = "there is a study with the new id",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    public Response fork(
            @PathParam("id") String id,
            @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON,
                                            schema = @Schema(implementation = ForkRequest.Body.class),
                                            examples =
                                                    @ExampleObject(
                                                            name = "expected improvement inside, too",
                                                            value = "{\"at\": 120, \"set\": {\"inner.acquisition\":"
                                                                    + " \"ei\"}}")))
                    InputStream body,
            @Context Request request) {
        ForkRequest wanted = ForkRequest.parse(Bodies.text("The request", body, mostBytes));
        Fork.What forked = forking.fork(id, wanted);
        return wanted.submit().map(newId -> submitted(newId, forked)).orElseGet(() -> spec(forked, request));
    }

    private Response submitted(String id, Fork.What forked) {
        String accepted = submitting.submit(forked.spec().toJson().toString(), Optional.of(id));
        return Response.accepted(new StudiesResource.Accepted(accepted))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .location(URI.create("/studies/" + accepted))
                .build();
    }

    private static Response spec(Fork.What forked, Request request) {
        MediaType yaml = MediaType.valueOf(YAML);
        Variant chosen = request.selectVariant(
                Variant.mediaTypes(MediaType.APPLICATION_JSON_TYPE, yaml).build());
        if (chosen == null) {
            throw new NotAcceptableException();
        }
        return chosen.getMediaType().isCompatible(yaml)
                ? Response.ok(forked.toYaml(), yaml).build()
                : Response.ok(forked.spec().toJson(), MediaType.APPLICATION_JSON_TYPE)
                        .build();
    }

    private static OptionalLong sequence(Optional<String> until) {
        return until.map(text -> OptionalLong.of(WholeNumber.read("until", text, "a sequence number")))
                .orElseGet(OptionalLong::empty);
    }
}
