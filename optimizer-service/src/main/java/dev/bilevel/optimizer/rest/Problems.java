package dev.bilevel.optimizer.rest;

import dev.bilevel.study.Problem;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.UriInfo;
import org.hibernate.HibernateException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import java.util.List;

/// Every failure as problem details.
final class Problems {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final Logger LOG = Logger.getLogger(Problems.class);

    @ServerExceptionMapper
    Response refused(Refusal refusal, UriInfo uri) {
        return answer(refusal.status(), refusal.getMessage(), uri, refusal.problems());
    }

    @ServerExceptionMapper
    Response web(WebApplicationException e, UriInfo uri, HttpHeaders headers) {
        if (e instanceof NotSupportedException) {
            String type = headers.getHeaderString(HttpHeaders.CONTENT_TYPE);
            Problem problem = new Problem(
                    "Content-Type",
                    type == null ? "missing" : "'" + type + "'",
                    "what /q/openapi says of " + uri.getPath());
            return answer(Status.UNSUPPORTED_MEDIA_TYPE, problem.message(), uri, List.of(problem));
        }
        Status status = Status.fromStatusCode(e.getResponse().getStatus());
        return status == null || e.getResponse().getStatus() < 400
                ? e.getResponse()
                : answer(status, e.getMessage(), uri, List.of());
    }

    /// Anything else that reaches a client comes from the read model's database, or is a defect.
    @ServerExceptionMapper
    Response failed(Exception e, UriInfo uri) {
        if (isDatabase(e)) {
            LOG.warnf("%s is not answered: %s", uri.getPath(), e.toString());
            return refused(Refusal.unavailable("The read model"), uri);
        }
        LOG.errorf(e, "%s failed", uri.getPath());
        return answer(Status.INTERNAL_SERVER_ERROR, "The request failed; the service's log says why.", uri, List.of());
    }

    private static boolean isDatabase(Throwable e) {
        return e instanceof HibernateException
                || e instanceof java.net.ConnectException
                || e.getClass().getName().startsWith("io.vertx.")
                || e.getCause() != null && isDatabase(e.getCause());
    }

    private static Response answer(Status status, String detail, UriInfo uri, List<Problem> problems) {
        ProblemDetails details = new ProblemDetails(
                "about:blank",
                status.getReasonPhrase(),
                status.getStatusCode(),
                detail,
                uri.getPath(),
                problems.isEmpty() ? null : problems);
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE)
                .entity(details)
                .build();
    }
}
