package dev.bilevel.optimizer;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bilevel.optimizer.Rest.yaml;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

/// What a user can get wrong by REST, and what the answer says.
@QuarkusTest
@WithTestResource(StackResource.class)
class BadInputTest {
    private static final String PROBLEM = "application/problem+json";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "task: SST-2         | task: SST-9            | task",
                "trials: 4           | trials: 0              | outer.trials",
                "trials: 4           | trails: 4              | outer.trails",
                "seed: 17            | seed: many             | seed",
                "[1e-5, 1e-2]        | [1e-2, 1e-5]           | outer.space.learningRate.log",
                "acquisition: ei     | acquisition: best      | outer.acquisition",
                "fusions: 5          | fusions: 1             | inner.fusions",
                "name: small         | name: ../small         | name",
                "validation: 0.2     | validation: 1.5        | validation",
                "seed: 17            | trainer: nobody        | trainer",
                "/models/micro       | ''                     | model.path"
            })
    void aBadSpecIsRefusedWithItsField(String good, String bad, String field) {
        yaml(Specs.SMALL.replace(good, bad))
                .post("/studies")
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("status", is(400))
                .body("title", is("Bad Request"))
                .body("instance", is("/studies"))
                .body("problems.field", hasItem(field))
                .body("problems[0].expected", org.hamcrest.Matchers.not(org.hamcrest.Matchers.emptyString()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just a text", "- a\n- list", "{", "a: &x [*x]"})
    void whatIsNoSpecAtAllIsRefused(String text) {
        yaml(text).post("/studies").then().statusCode(400).contentType(PROBLEM).body("status", is(400));
    }

    @Test
    void aSpecThatIsNestedTooDeepIsRefused() {
        yaml("a: " + "[".repeat(200_000))
                .post("/studies")
                .then()
                .statusCode(400)
                .body("problems[0].field", is("spec"));
    }

    @Test
    void everyProblemOfASpecIsListedAtOnce() {
        yaml(Specs.SMALL.replace("trials: 4", "trials: 0").replace("task: SST-2", "task: none"))
                .post("/studies")
                .then()
                .statusCode(400)
                .body("problems.field", hasItem("task"))
                .body("problems.field", hasItem("outer.trials"));
    }

    @Test
    void aSpecInJsonIsTakenToo() {
        given().contentType("application/json")
                .body("{\"name\":\"json\",\"task\":\"CoLA\",\"data\":\"here\",\"model\":{\"path\":\"/m\"},"
                        + "\"outer\":{\"space\":{\"learningRate\":{\"log\":[1e-5,1e-3]}}},\"inner\":{}}")
                .post("/studies")
                .then()
                .statusCode(202)
                .header("Location", containsString("/studies/json-"))
                .body("id", startsWith("json-"));
    }

    @Test
    void aSpecBeyondOneMebibyteIsRefused() {
        yaml(Specs.SMALL + "#" + "x".repeat(1 << 20))
                .post("/studies")
                .then()
                .statusCode(413)
                .contentType(PROBLEM)
                .body("status", is(413));
    }

    @Test
    void anotherMediaTypeIsRefused() {
        given().contentType("text/plain")
                .body("x")
                .post("/studies")
                .then()
                .statusCode(415)
                .contentType(PROBLEM)
                .body("problems[0].field", is("Content-Type"))
                .body("problems[0].found", startsWith("'text/plain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPPER", "a/../b", "a..b", "-a", "a b"})
    void anIdThatIsNoneIsRefused(String id) {
        yaml(Specs.SMALL)
                .queryParam("id", id)
                .post("/studies")
                .then()
                .statusCode(400)
                .body("problems[0].field", is("id"));
        given().pathParam("id", id).get("/studies/{id}").then().statusCode(400).contentType(PROBLEM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/studies",
                "/studies/any",
                "/studies/any/journal",
                "/studies/any/events",
                "/studies/any/replay",
                "/studies/any/fork",
                "/studies/any/cancel",
                "/studies/any/trials/0"
            })
    void whatAPlaceDoesNotDoIsNotAllowed(String place) {
        given().delete(place).then().statusCode(405).contentType(PROBLEM);
        given().put(place).then().statusCode(405).contentType(PROBLEM);
    }

    @Test
    void noStudyIsCalledWhatIsAPlaceOfTheApi() {
        yaml(Specs.SMALL)
                .queryParam("id", "import")
                .post("/studies")
                .then()
                .statusCode(400)
                .body("detail", is("id: is 'import', expected another: /studies/import takes journals"));
    }

    @Test
    void anIdThatIsTakenIsAConflict() {
        Rest.submit(Specs.SMALL, "taken");
        yaml(Specs.SMALL)
                .queryParam("id", "taken")
                .post("/studies")
                .then()
                .statusCode(409)
                .contentType(PROBLEM)
                .body("detail", is("There is a study 'taken' already."));
    }

    @Test
    void anUnknownStudyIsNotFound() {
        for (String path : new String[] {"", "/journal", "/events", "/trials/0"}) {
            given().get("/studies/nowhere" + path)
                    .then()
                    .statusCode(404)
                    .contentType(PROBLEM)
                    .body("detail", is("There is no study 'nowhere'."));
        }
        given().post("/studies/nowhere/cancel").then().statusCode(404).contentType(PROBLEM);
        given().get("/no-such-path").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=100000", "limit=abc", "limit=2147483648", "offset=-1", "offset=99999999999999"
            })
    void aPageThatCannotBeIsRefused(String query) {
        given().get("/studies?" + query)
                .then()
                .statusCode(400)
                .contentType(PROBLEM)
                .body("problems[0].field", is(query.substring(0, query.indexOf('='))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "+1", "\u0661", "99999999999", "-1"})
    void aTrialThatIsNoNumberIsRefused(String trial) {
        given().pathParam("trial", trial)
                .get("/studies/any/trials/{trial}")
                .then()
                .statusCode(400)
                .body("problems[0].field", is("trial"));
    }

    @Test
    void aLastEventIdThatIsNoNumberIsRefused() {
        Rest.submit(Specs.SMALL, "last-event");
        given().header("Last-Event-ID", "x")
                .get("/studies/last-event/events")
                .then()
                .statusCode(400)
                .contentType(PROBLEM);
    }
}
