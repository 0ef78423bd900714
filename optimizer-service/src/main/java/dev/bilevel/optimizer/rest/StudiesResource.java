package dev.bilevel.optimizer.rest;

import dev.bilevel.optimizer.config.OptimizerConfig;
import dev.bilevel.optimizer.live.LiveProgress;
import dev.bilevel.optimizer.readmodel.ReadModel;
import dev.bilevel.optimizer.readmodel.StudyRow;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
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
import java.util.List;
import java.util.Optional;

/// Submit, list, look at and cancel studies.
@Path("/studies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Studies", description = "Submit a study, see how it goes, cancel it")
public class StudiesResource {
    private static final String PROBLEM = "application/problem+json";

    private final Submitting submitting;
    private final Submissions submissions;
    private final ReadModel readModel;
    private final Journals journals;
    private final LiveProgress progress;
    private final OptimizerConfig.Rest limits;

    StudiesResource(
            Submitting submitting,
            Submissions submissions,
            ReadModel readModel,
            Journals journals,
            LiveProgress progress,
            OptimizerConfig config) {
        this.submitting = submitting;
        this.submissions = submissions;
        this.readModel = readModel;
        this.journals = journals;
        this.progress = progress;
        this.limits = config.rest();
    }

    /// A study that was accepted.
    public record Accepted(
            @Schema(examples = "quickstart-20261123-120000") String id) {}

    /// A page of studies, the newest first.
    public record Page(List<StudySummary> studies, long total, int offset, int limit) {}

    @POST
    @Blocking
    @Consumes({MediaType.APPLICATION_JSON, "application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml"})
    @Operation(
            summary = "Submit a study",
            description = "The spec is checked, its defaults are filled in, and it is published; the study begins at"
                    + " once. Paths in it should be absolute; relative ones start from the service's base folder.")
    @APIResponse(
            responseCode = "202",
            description = "accepted; Location names the study",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(
            responseCode = "400",
            description = "the spec cannot be run: every field that is wrong is listed",
            content =
                    @Content(
                            mediaType = PROBLEM,
                            schema = @Schema(implementation = ProblemDetails.class),
                            examples =
                                    @ExampleObject(
                                            name = "no trials",
                                            value =
                                                    "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"status\":400,"
                                                            + "\"detail\":\"outer.trials: is 0, expected at least 1\","
                                                            + "\"instance\":\"/studies\",\"problems\":[{\"field\":"
                                                            + "\"outer.trials\",\"found\":\"0\",\"expected\":\"at least 1\"}]}")))
    @APIResponse(
            responseCode = "409",
            description = "there is a study with this id",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "413",
            description = "the spec is larger than 1 MiB",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class)))
    public Response submit(
            @RequestBody(
                            description = "the study spec, YAML or JSON",
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/yaml",
                                            schema =
                                                    @Schema(
                                                            type =
                                                                    org.eclipse.microprofile.openapi.annotations.enums
                                                                            .SchemaType.STRING),
                                            examples = @ExampleObject(name = "a small study", value = Example.SPEC)))
                    InputStream spec,
            @QueryParam("id")
                    @Parameter(description = "the study's id; default: its name and the time", example = "my-study")
                    Optional<String> id) {
        String accepted = submitting.submit(Bodies.text("The spec", spec, limits.largestSpec()), id);
        return Response.accepted(new Accepted(accepted))
                .location(URI.create("/studies/" + accepted))
                .build();
    }

    @GET
    @Operation(summary = "List studies", description = "The newest first, a page at a time.")
    public Uni<Page> list(
            @QueryParam("offset")
                    @Parameter(
                            description = "studies to pass over; default: 0",
                            schema = @Schema(implementation = Integer.class))
                    Optional<String> offset,
            @QueryParam("limit")
                    @Parameter(
                            description = "studies on the page, at most 500",
                            schema = @Schema(implementation = Integer.class))
                    Optional<String> limit) {
        int first = offset.map(text -> WholeNumber.read("offset", text, 0, Integer.MAX_VALUE))
                .orElse(0);
        int size = limit.map(text -> WholeNumber.read("limit", text, 1, limits.largestPage()))
                .orElse(limits.pageSize());
        return Uni.combine()
                .all()
                .unis(readModel.studies(first, size), readModel.count())
                .asTuple()
                .map(found -> new Page(
                        found.getItem1().stream().map(StudySummary::of).toList(), found.getItem2(), first, size));
    }

    @GET
    @Path("{id}")
    @Operation(
            summary = "One study",
            description = "Its resolved spec, its trials with their inner loops, the progress of running trainings,"
                    + " and the result once it is completed.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = StudyView.class)))
    @APIResponse(
            responseCode = "404",
            description = "there is no such study",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class)))
    public Uni<StudyView> one(@PathParam("id") String id) {
        StudyIds.checked(id);
        return readModel.study(id).chain(study -> study.map(this::view).orElseGet(() -> submitted(id)));
    }

    @GET
    @Path("{id}/trials/{trial}")
    @Operation(summary = "One trial with each of its fusions")
    @APIResponse(
            responseCode = "404",
            description = "there is no such study or trial",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class)))
    public Uni<FusionView.OfTrial> trial(
            @PathParam("id") String id,
            @PathParam("trial")
                    @Parameter(description = "index, from 0", schema = @Schema(implementation = Integer.class))
                    String trialNumber) {
        StudyIds.checked(id);
        int number = WholeNumber.read("trial", trialNumber, 0, Integer.MAX_VALUE);
        return one(id).chain(study -> {
            if (number >= study.trials().size()) {
                throw Refusal.unknownTrial(id, number);
            }
            TrialView trial = study.trials().get(number);
            return readModel
                    .fusions(trial.id())
                    .map(fusions -> new FusionView.OfTrial(
                            trial, fusions.stream().map(FusionView::of).toList()));
        });
    }

    @POST
    @Blocking
    @Path("{id}/cancel")
    @Operation(
            summary = "Cancel a study",
            description = "No new work is asked for, and running work gives up soon. What is finished stays.")
    @APIResponse(
            responseCode = "202",
            description = "the cancellation is published",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(
            responseCode = "404",
            description = "there is no such study",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "409",
            description = "the study is over",
            content = @Content(mediaType = PROBLEM, schema = @Schema(implementation = ProblemDetails.class)))
    public Response cancel(
            @PathParam("id") String id,
            @QueryParam("reason") @DefaultValue("") @Parameter(description = "for people, one line") String reason) {
        if (reason.length() > 1000) {
            throw Refusal.invalid("reason", reason.length() + " characters long", "at most 1000");
        }
        submitting.cancel(id, reason);
        return Response.accepted(new Accepted(id)).build();
    }

    private Uni<StudyView> view(StudyRow study) {
        return Uni.combine()
                .all()
                .unis(readModel.trials(study.id), progress.of(study.id))
                .asTuple()
                .map(found -> StudyView.of(study, found.getItem1(), found.getItem2()));
    }

    private Uni<StudyView> submitted(String id) {
        return submissions
                .recent(id)
                .map(recent -> Uni.createFrom()
                        .item(new StudyView(StudySummary.submitted(recent), recent.spec(), List.of(), null)))
                .orElseGet(() -> journals.absent(id));
    }
}
