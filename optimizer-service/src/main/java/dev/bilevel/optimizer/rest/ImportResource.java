package dev.bilevel.optimizer.rest;

import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/// Takes a journal that was written elsewhere, so that its study goes on here.
@Path("/studies/" + ImportResource.NAME)
@Tag(name = "Journals", description = "Every observation taken and every decision made, in order")
public class ImportResource {
    /// What no study can be called.
    static final String NAME = "import";

    private static final String NDJSON = "application/x-ndjson";

    private final Importing importing;

    ImportResource(Importing importing) {
        this.importing = importing;
    }

    /// A journal that was taken.
    public record Imported(
            @Schema(examples = "quickstart-20261123-120000") String id,

            @Schema(description = "how many the journal has")
            long entries) {}

    @POST
    @Blocking
    @Consumes(NDJSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Import a journal",
            description =
                    "The journal is checked as a whole: hashes, order, every decision. Then it is published, and its"
                            + " study goes on here, if it is not over; the work it waits for goes out again. The files that it"
                            + " needs must be in this stack's store.")
    @APIResponse(
            responseCode = "202",
            description = "published; Location names the study",
            content = @Content(schema = @Schema(implementation = Imported.class)))
    @APIResponse(
            responseCode = "200",
            description = "the study is there already, and its journal begins with this one",
            content = @Content(schema = @Schema(implementation = Imported.class)))
    @APIResponse(
            responseCode = "400",
            description =
                    "no journal, not a whole one, or one of other deciders: the first line that is wrong is named",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "409",
            description = "there is another study with this id",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "413",
            description = "the journal is too large",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "503",
            description = "another journal is being imported, or Kafka does not answer",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    public Response take(
            @RequestBody(
                            description = "the journal file, as GET /studies/{id}/journal answers it",
                            required = true,
                            content = @Content(mediaType = NDJSON, schema = @Schema(implementation = String.class)))
                    InputStream journal)
            throws IOException {
        Importing.Taken taken = importing.take(journal);
        return Response.status(taken.isNew() ? Status.ACCEPTED : Status.OK)
                .entity(new Imported(taken.id(), taken.entries()))
                .location(URI.create("/studies/" + taken.id()))
                .build();
    }
}
