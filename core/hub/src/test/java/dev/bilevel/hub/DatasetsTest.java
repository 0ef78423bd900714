package dev.bilevel.hub;

import dev.bilevel.glue.Example;
import dev.bilevel.glue.GlueData;
import dev.bilevel.glue.Part;
import dev.bilevel.glue.Task;
import dev.bilevel.hub.FakeServer.Mishap;
import dev.bilevel.hub.FakeServer.Request;
import dev.bilevel.hub.GlueSource.Remote;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatasetsTest {
    private static final String TRAIN = "sentence\tlabel\nfine\t1\nawful\t0\n";
    private static final String DEV = "sentence\tlabel\ngood\t1\n";

    @TempDir
    private Path home;

    private FakeServer server;

    @BeforeEach
    void aServer() throws IOException {
        server = new FakeServer();
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anArchiveIsDownloadedAndItsFilesAreReadAsGlue() throws Exception {
        Path folder = sst2(archive()).downloaded(Task.SST2, Listener.NONE);

        assertThat(folder).isEqualTo(home.resolve("glue"));
        assertThat(folder.resolve("SST-2/train.tsv")).hasContent(TRAIN);
        assertThat(GlueData.read(folder, Task.SST2, Part.DEV).examples())
                .extracting(Example::first)
                .containsExactly("good");
        assertThat(home.resolve("glue/.incomplete/SST-2")).doesNotExist();
        assertThat(folder.resolve("SST-2/test.tsv")).doesNotExist();
    }

    @Test
    void dataThatIsHereIsNotDownloadedAgain() throws Exception {
        Datasets datasets = sst2(archive());
        datasets.downloaded(Task.SST2, Listener.NONE);
        server.forget();

        assertThat(datasets.downloaded(Task.SST2, Listener.NONE)).isEqualTo(home.resolve("glue"));
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anArchiveThatIsCutOffIsTakenUpWhereItWasCut() throws Exception {
        byte[] archive = archive();
        server.goWrong("/glue/data/SST-2.zip", new Mishap.CutAfter(100));

        sst2(archive).downloaded(Task.SST2, Listener.NONE);
        assertThat(server.requests())
                .extracting(Request::range)
                .containsExactly(Optional.empty(), Optional.of("bytes=100-"));
    }

    @Test
    void anotherArchiveThanTheOfficialOneIsRefused() throws Exception {
        byte[] archive = archive();
        Datasets datasets = sst2(archive);
        archive[archive.length / 2]++;

        assertThatThrownBy(() -> datasets.downloaded(Task.SST2, Listener.NONE))
                .isInstanceOf(HubFailed.class)
                .hasMessageStartingWith(
                        "GLUE's SST-2: " + server.address() + "/glue/data/SST-2.zip: sent other content")
                .hasMessageContaining("set BILEVEL_GLUE_ENDPOINT for a mirror, or name a folder that holds the files");
        assertThat(home.resolve("glue/SST-2")).doesNotExist();
    }

    @Test
    void anEntryThatLeadsOutOfTheFolderIsNeverWritten() throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("../../evil.tsv", "evil");
        entries.put("/evil.tsv", "evil");
        entries.put("SST-2/../../evil.tsv", "evil");
        entries.put("SST-2/train.tsv", TRAIN);
        entries.put("SST-2/dev.tsv", DEV);

        sst2(zip(entries)).downloaded(Task.SST2, Listener.NONE);
        try (var files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("train.tsv", "dev.tsv", "SST-2");
        }
    }

    @Test
    void anArchiveWithoutTheTasksFilesIsSaid() throws Exception {
        assertThatThrownBy(() -> sst2(zip(Map.of("SST-2/train.tsv", TRAIN))).downloaded(Task.SST2, Listener.NONE))
                .hasMessage("GLUE's SST-2: the archive has no file SST-2/dev.tsv");
        assertThat(home.resolve("glue/SST-2")).doesNotExist();
    }

    @Test
    void whatIsNoArchiveIsSaid() {
        assertThatThrownBy(() -> sst2(FakeHub.bytes("no zip at all")).downloaded(Task.SST2, Listener.NONE))
                .isInstanceOf(HubFailed.class)
                .hasMessageStartingWith("GLUE's SST-2: the archive ");
    }

    @Test
    void anEntryThatUnpacksToTooMuchIsStopped() throws Exception {
        Path archive = Files.write(home.resolve("bomb.zip"), zip(Map.of("SST-2/train.tsv", "0".repeat(2_000_000))));
        assertThat(Files.size(archive)).isLessThan(10_000);

        assertThatThrownBy(() -> new Unpacking(1_000_000).extract(archive, "SST-2/train.tsv", home.resolve("out")))
                .hasMessage("unpacks SST-2/train.tsv to more than 1000000 bytes");
        assertThat(Files.size(home.resolve("out"))).isLessThanOrEqualTo(1_000_000);
    }

    @Test
    void mrpcIsPutTogetherFromTheCorpusAndTheDevPairs() throws Exception {
        String header = "\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String";
        byte[] corpus = FakeHub.bytes(
                header + "\r\n1\t10\t11\tA \"quoted\" one .\tB\r\n0\t12\t13\tC\tD \r\n1\t14\t15\tE\tF\r\n");
        byte[] ids = FakeHub.bytes("14\t15\n10\t11\n");
        server.page("/senteval/corpus.txt", Map.of(), corpus);
        server.page("/glue/data/ids.tsv", Map.of(), ids);
        GlueSource source =
                new GlueSource.Paraphrases(remote("/senteval/corpus.txt", corpus), remote("/glue/data/ids.tsv", ids));

        Path folder = datasets(source, Map.of()).downloaded(Task.MRPC, Listener.NONE);
        assertThat(Files.readString(folder.resolve("MRPC/train.tsv"))).isEqualTo(header + "\n0\t12\t13\tC\tD\n");
        assertThat(Files.readString(folder.resolve("MRPC/dev.tsv")))
                .isEqualTo(header + "\n1\t10\t11\tA \"quoted\" one .\tB\n1\t14\t15\tE\tF\n");
        assertThat(GlueData.read(folder, Task.MRPC, Part.DEV).examples()).hasSize(2);
    }

    @Test
    void aCorpusThatLacksADevPairIsRefused() throws Exception {
        byte[] corpus = FakeHub.bytes("Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t10\t11\tA\tB\n");
        byte[] ids = FakeHub.bytes("10\t11\n98\t99\n");
        server.page("/c", Map.of(), corpus);
        server.page("/i", Map.of(), ids);

        assertThatThrownBy(() -> datasets(new GlueSource.Paraphrases(remote("/c", corpus), remote("/i", ids)), Map.of())
                        .downloaded(Task.MRPC, Listener.NONE))
                .isInstanceOf(HubFailed.class)
                .hasMessage("GLUE's MRPC: c: has 1 of the 2 pairs that are dev");
    }

    @Test
    void offlineDataThatWasNeverDownloadedIsSaid() throws Exception {
        Datasets offline = datasets(source(archive()), Map.of("HF_HUB_OFFLINE", "1"));

        assertThatThrownBy(() -> offline.downloaded(Task.SST2, Listener.NONE))
                .hasMessage("GLUE's SST-2: was never downloaded to " + home.resolve("glue/SST-2")
                        + ", and HF_HUB_OFFLINE is set; download it where there is a network, and copy that folder");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aFolderIsReturnedAsItIs() throws Exception {
        assertThat(Datasets.locate("/data/glue", Task.RTE, Listener.NONE)).isEqualTo(Path.of("/data/glue"));
        assertThat(Datasets.locate("./download", Task.RTE, Listener.NONE)).isEqualTo(Path.of("./download"));
    }

    private Datasets sst2(byte[] archive) throws HubFailed {
        return datasets(source(archive), Map.of());
    }

    private GlueSource source(byte[] archive) {
        server.page("/glue/data/SST-2.zip", Map.of(), archive);
        return new GlueSource.Zip(remote("/glue/data/SST-2.zip", archive));
    }

    private Datasets datasets(GlueSource source, Map<String, String> more) throws HubFailed {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("BILEVEL_HOME", home.toString());
        environment.put("BILEVEL_GLUE_ENDPOINT", server.address().toString());
        return new Datasets(Settings.of(environment), FakeHub.PATIENCE, _ -> source);
    }

    private static Remote remote(String path, byte[] content) {
        return new Remote(path, content.length, FakeHub.sha256(content));
    }

    private static byte[] archive() throws IOException {
        Map<String, String> entries = new LinkedHashMap<>();
        entries.put("SST-2/train.tsv", TRAIN);
        entries.put("SST-2/dev.tsv", DEV);
        entries.put("SST-2/test.tsv", "index\tsentence\n0\tx\n");
        return zip(entries);
    }

    private static byte[] zip(Map<String, String> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(FakeHub.bytes(entry.getValue()));
            }
        }
        return bytes.toByteArray();
    }
}
