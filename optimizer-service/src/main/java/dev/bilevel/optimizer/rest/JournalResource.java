package dev.bilevel.optimizer.rest;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.bilevel.optimizer.live.LiveNews;
import dev.bilevel.optimizer.readmodel.ReadModel;
import dev.bilevel.optimizer.readmodel.StudyRow;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;

import java.time.Duration;
import java.util.Optional;

/// What happens in a study: its journal so far, and as it grows.
@Path("/studies")
@Tag(name = "Journals", description = "Every observation taken and every decision made, in order")
public class JournalResource {
    private static final String NDJSON = "application/x-ndjson";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReadModel readModel;
    private final Submissions submissions;
    private final Journals journals;
    private final Following following;
    private final LiveNews news;

    JournalResource(
            ReadModel readModel, Submissions submissions, Journals journals, Following following, LiveNews news) {
        this.readModel = readModel;
        this.submissions = submissions;
        this.journals = journals;
        this.following = following;
        this.news = news;
    }

    /// JSON that is written as it stands.
    record Raw(@JsonValue @JsonRawValue String json) {}

    @GET
    @Path("{id}/journal")
    @Produces(NDJSON)
    @Operation(
            summary = "The journal so far",
            description = "One CloudEvent in structured JSON a line, in order of sequence, without gaps, each with a"
                    + " hash of itself and the lines before. This is the format that `./bilevel replay` and"
                    + " `verify` read. It comes from Kafka as it is now, whatever the read model knows.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = NDJSON,
                            schema = @Schema(implementation = String.class),
                            examples =
                                    @ExampleObject(
                                            name = "a line",
                                            value = "{\"specversion\":\"1.0\",\"id\":\"s1/41\",\"type\":"
                                                    + "\"dev.bilevel.trial-completed.v1\",\"source\":"
                                                    + "\"/bilevel/optimizer\",\"subject\":\"s1.t3\",\"time\":"
                                                    + "\"2026-11-23T12:00:00Z\",\"datacontenttype\":"
                                                    + "\"application/json\",\"sequence\":41,\"role\":\"decision\","
                                                    + "\"data\":{\"studyId\":\"s1\",\"trial\":3,\"trialId\":\"s1.t3\","
                                                    + "\"value\":0.84},\"hash\":\"3f0c…\"}")))
    @APIResponse(
            responseCode = "404",
            description = "there is no such study",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    @APIResponse(
            responseCode = "503",
            description = "Kafka does not answer, or too many journals are being read",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    public RestMulti<Raw> journal(@PathParam("id") String id) {
        return RestMulti.fromUniResponse(
                journals.of(id), journal -> journal.sealed().map(line -> new Raw(line.text())));
    }

    @GET
    @Blocking
    @Path("{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Follow a study",
            description =
                    "Server-sent events. `journal`: a journal entry, the same CloudEvent as in the journal, without the hash, its id"
                            + " the sequence number; all of them from the start, or from behind Last-Event-ID. `progress`: what"
                            + " a trainer says about its training, without an id. The stream ends when the study is over.")
    @APIResponse(responseCode = "200", content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS))
    @APIResponse(responseCode = "204", description = "the study is over, and Last-Event-ID is its last entry")
    @APIResponse(
            responseCode = "404",
            description = "there is no such study",
            content =
                    @Content(mediaType = Problems.MEDIA_TYPE, schema = @Schema(implementation = ProblemDetails.class)))
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @HeaderParam("Last-Event-ID")
                    @Parameter(description = "sequence number of the last entry that was received")
                    Optional<String> lastEventId,
            @Context Sse sse) {
        long after = lastEventId.map(JournalResource::sequence).orElse(-1L);
        // Asked before the stream begins: afterwards it is too late for a problem.
        Optional<StudyRow> over = known(id).await().atMost(PATIENCE).filter(StudyRow::isOver);
        over.ifPresent(study -> requireMore(study, after));
        return stream(id, after, sse);
    }

    /// A browser that has lost the stream asks again, and would for ever: 204 tells it to stop.
    private static void requireMore(StudyRow study, long after) {
        if (after > study.lastSequence) {
            throw Refusal.invalid("Last-Event-ID", "" + after, "at most " + study.lastSequence + ", the study's last");
        }
        if (after == study.lastSequence) {
            throw new WebApplicationException(Response.noContent().build());
        }
    }

    private Multi<OutboundSseEvent> stream(String id, long after, Sse sse) {
        OutboundSseEvent end = sse.newEvent("end", "");
        Multi<OutboundSseEvent> journal = following
                .follow(id, after)
                .onItem()
                .transformToMultiAndConcatenate(line -> line.isLast()
                        ? Multi.createFrom().items(entry(line, sse), end)
                        : Multi.createFrom().item(entry(line, sse)));
        Multi<OutboundSseEvent> progress =
                news.of(id).filter(text -> text.contains("\"progress\"")).map(text -> sse.newEvent("progress", text));
        return Multi.createBy().merging().streams(journal, progress).select().first(event -> !end.equals(event));
    }

    private static OutboundSseEvent entry(Line line, Sse sse) {
        return sse.newEventBuilder()
                .name("journal")
                .id(Long.toString(line.sequence()))
                .data(line.text())
                .build();
    }

    private Uni<Optional<StudyRow>> known(String id) {
        StudyIds.checked(id);
        return readModel
                .study(id)
                .chain(study -> study.isEmpty() && submissions.recent(id).isEmpty()
                        ? journals.absent(id)
                        : Uni.createFrom().item(study));
    }

    private static long sequence(String lastEventId) {
        return WholeNumber.read("Last-Event-ID", lastEventId, "a sequence number");
    }
}
