package dev.bilevel.standalone.stack;

import dev.bilevel.embedded.Provision;
import dev.bilevel.events.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

/// The manifests say the same as the code: ports, probes, names of settings, topics, groups.
class DeploymentTest {
    private static final Path ROOT = Path.of(System.getProperty("bilevel.root", ".."));
    private static final Path BASE = ROOT.resolve("k8s/base");
    private static final Map<String, String> PYTORCH =
            Map.of("name", "PYTORCH_LIBRARY_PATH", "value", "/store/torch/lib");
    private static final Path LOCAL = ROOT.resolve("k8s/overlays/local");

    @ParameterizedTest
    @EnumSource(Service.class)
    void aDeploymentIsProbedWhereTheServiceAnswers(Service service) throws IOException {
        Map<?, ?> container = container(service);

        assertThat(at(container, "startupProbe", "httpGet"))
                .isEqualTo(Map.of("path", "/q/health/started", "port", "http"));
        assertThat(at(container, "readinessProbe", "httpGet"))
                .isEqualTo(Map.of("path", "/q/health/ready", "port", "http"));
        assertThat(at(container, "livenessProbe", "httpGet"))
                .isEqualTo(Map.of("path", "/q/health/live", "port", "http"));
        assertThat(at(container, "ports", 0)).isEqualTo(Map.of("name", "http", "containerPort", 8080));
        assertThat(at(config(), "QUARKUS_HTTP_PORT")).isEqualTo("8080");
        assertThat(Files.readString(ROOT.resolve("Dockerfile"))).contains("EXPOSE 8080", "QUARKUS_HTTP_PORT=8080");
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void composeAndKubernetesRunTheSameImage(Service service) throws IOException {
        Object image = at(compose(), "services", service.title(), "image");

        assertThat(image).isEqualTo("bilevel/" + service.title() + ":0.1.0-SNAPSHOT");
        assertThat(container(service).get("image")).isEqualTo(image);
        assertThat(at(compose(), "services", service.title(), "build", "args", "SERVICE"))
                .isEqualTo(service.title());
        assertThat(ROOT.resolve(service.module())).isDirectory();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void containersAreConfiguredByTheNamesThatTheCommandLineUses(Service service) throws IOException {
        Set<String> known = new HashSet<>(List.of("BILEVEL_TRAINER_KIND", "BILEVEL_STORE"));
        // The caches of core/hub, which a process of the command line inherits from it.
        known.addAll(List.of("HF_HOME", "BILEVEL_HOME"));
        Ports ports = Ports.choose(Map.of());
        Stream.of(Service.values())
                .flatMap(each -> Settings.of(each, ports, URI.create("file:///store/")).keySet().stream())
                .map(DeploymentTest::environmentName)
                .forEach(known::add);
        Set<String> needed = Stream.of("kafka.bootstrap.servers", "quarkus.redis.hosts")
                .map(DeploymentTest::environmentName)
                .collect(Collectors.toSet());
        if (service == Service.OPTIMIZER) {
            needed.add("QUARKUS_DATASOURCE_REACTIVE_URL");
            needed.add("QUARKUS_DATASOURCE_USERNAME");
            needed.add("QUARKUS_DATASOURCE_PASSWORD");
        }

        assertThat(composeEnvironment(service)).isSubsetOf(known).containsAll(needed);
        assertThat(kubernetesEnvironment(service)).isSubsetOf(known).containsAll(needed);
    }

    @Test
    void theAddressesAreThoseOfTheServersThatTheLocalOverlayBrings() throws IOException {
        Map<String, Integer> servers = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", 9092, "QUARKUS_REDIS_HOSTS", 6379, "QUARKUS_DATASOURCE_REACTIVE_URL", 5432);
        for (var server : servers.entrySet()) {
            String address = at(config(), server.getKey()).toString();
            String name = address.replaceAll(".*//", "").replaceAll(":.*", "");
            Map<?, ?> service = named("Service", documents(LOCAL.resolve(name + ".yaml")));

            assertThat(address).contains(":" + server.getValue());
            assertThat(at(service, "spec", "ports", 0, "port")).isEqualTo(server.getValue());
            assertThat(at(compose(), "services", name))
                    .as("docker-compose calls it the same")
                    .isNotNull();
        }
    }

    @Test
    void theScriptProvisionsTheTopicsAndGroupsOfTheCode() throws IOException {
        String script = Files.readString(BASE.resolve("provision.sh"));
        Set<String> topics = new TreeSet<>(Topics.fixed());
        topics.add(Topics.trials("roberta"));

        assertThat(matches("bilevel\\.[a-z.-]+[a-z]", script)).isEqualTo(topics);
        assertThat(matches("bilevel-[a-z-]+", script))
                .isEqualTo(new TreeSet<>(List.of(
                        Provision.trainersGroup("roberta"), Provision.FUSION_GROUP, Provision.EVALUATOR_GROUP)));
        assertThat(script)
                .contains("PARTITIONS:=" + Provision.PARTITIONS)
                .contains("share.auto.offset.reset=earliest,share.isolation.level=read_committed,"
                        + "share.record.lock.duration.ms=15000");
    }

    @Test
    void everyFileThatAKustomizationNamesIsThere() throws IOException {
        for (Path folder : List.of(BASE, LOCAL)) {
            Map<?, ?> kustomization =
                    documents(folder.resolve("kustomization.yaml")).getFirst();
            for (Object resource : (List<?>) kustomization.get("resources")) {
                assertThat(folder.resolve(resource.toString())).exists();
            }
        }
    }

    @Test
    void theGpuComponentPatchesTheContainersThatCompute() throws IOException {
        Map<?, ?> component =
                documents(ROOT.resolve("k8s/components/gpu/kustomization.yaml")).getFirst();
        List<Object> patched = new ArrayList<>();
        for (Object each : (List<?>) component.get("patches")) {
            Map<?, ?> patch = loaded("patch", at(each, "patch").toString()).getFirst();
            Object name = at(patch, "metadata", "name");
            patched.add(name);
            Map<?, ?> container = (Map<?, ?>) at(patch, "spec", "template", "spec", "containers", 0);
            assertThat(patch.get("kind")).isEqualTo("Deployment");
            assertThat(container.get("name"))
                    .isEqualTo(name)
                    .isEqualTo(container(service(name)).get("name"));
            assertThat(at(container, "env")).isEqualTo(List.of(PYTORCH));
            assertThat(at(container, "resources", "limits", "nvidia.com/gpu")).isEqualTo(1);
            assertThat(((List<?>) container(service(name)).get("volumeMounts")).stream())
                    .anyMatch(Map.of("name", "store", "mountPath", "/store")::equals);
        }
        assertThat(patched).containsExactly("trainer", "evaluator");
        assertThat(Files.readString(ROOT.resolve("docs/gpu.md"))).contains("/store/torch/lib");
    }

    private static Service service(Object title) {
        return Service.valueOf(title.toString().toUpperCase(Locale.ROOT));
    }

    @Test
    void everyManifestParsesAndNamesItsKind() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("k8s"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                assertThat(documents(file)).as(file.toString()).isNotEmpty().allSatisfy(document -> {
                    assertThat(document.get("apiVersion")).isNotNull();
                    assertThat(document.get("kind")).isNotNull();
                });
            }
        }
    }

    private static Set<String> composeEnvironment(Service service) throws IOException {
        return keys(at(compose(), "services", service.title(), "environment"));
    }

    private static Set<String> kubernetesEnvironment(Service service) throws IOException {
        Set<String> names = keys(config());
        Map<?, ?> container = container(service);
        for (Object source : (List<?>) container.get("envFrom")) {
            if (((Map<?, ?>) source).containsKey("secretRef")) {
                Object literals =
                        at(documents(LOCAL.resolve("kustomization.yaml")).getFirst(), "secretGenerator", 0, "literals");
                ((List<?>) literals)
                        .forEach(literal -> names.add(literal.toString().replaceAll("=.*", "")));
            }
        }
        if (container.get("env") instanceof List<?> more) {
            more.forEach(each -> names.add(((Map<?, ?>) each).get("name").toString()));
        }
        return names;
    }

    private static Map<?, ?> container(Service service) throws IOException {
        Map<?, ?> deployment = named("Deployment", documents(BASE.resolve(service.title() + ".yaml")));
        return (Map<?, ?>) at(deployment, "spec", "template", "spec", "containers", 0);
    }

    private static Object config() throws IOException {
        return documents(BASE.resolve("config.yaml")).getFirst().get("data");
    }

    private static Map<?, ?> compose() throws IOException {
        return documents(ROOT.resolve("docker-compose.yml")).getFirst();
    }

    private static List<Map<?, ?>> documents(Path file) throws IOException {
        return loaded(file.toString(), Files.readString(file));
    }

    private static List<Map<?, ?>> loaded(String label, String yaml) {
        Load load = new Load(LoadSettings.builder().setLabel(label).build());
        List<Map<?, ?>> documents = new ArrayList<>();
        StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false)
                .forEach(document -> documents.add((Map<?, ?>) document));
        return documents;
    }

    private static Map<?, ?> named(String kind, List<Map<?, ?>> documents) {
        return documents.stream()
                .filter(document -> kind.equals(document.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    /// What lies at a path of keys and indices, looking into what a map takes over by `<<` as well.
    private static Object at(Object tree, Object... path) {
        Object node = tree;
        for (Object step : path) {
            node = switch (node) {
                case Map<?, ?> map when map.containsKey(step) -> map.get(step);
                case Map<?, ?> map -> at(map.get("<<"), step);
                case List<?> list -> list.get((Integer) step);
                case null, default -> throw new AssertionError("nothing at " + List.of(path));
            };
        }
        return node;
    }

    private static Set<String> keys(Object map) {
        Set<String> keys = new TreeSet<>();
        ((Map<?, ?>) map).forEach((key, value) -> {
            if (key.equals("<<")) {
                keys.addAll(keys(value));
            } else {
                keys.add(key.toString());
            }
        });
        return keys;
    }

    private static Set<String> matches(String pattern, String text) {
        String code = text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(code);
        while (matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static String environmentName(String property) {
        return property.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
