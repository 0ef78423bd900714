package dev.bilevel.encoder;

import ai.djl.pytorch.jni.LibUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ExternalTorchTest {
    @TempDir
    Path folder;

    private Path lib(String... libraries) throws Exception {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (String library : libraries) {
            Files.writeString(lib.resolve(System.mapLibraryName(library)), "");
        }
        return lib;
    }

    @Test
    void whatItComputesOnIsSeenByItsLibraries() throws Exception {
        assertThat(ExternalTorch.in(lib("torch", "torch_cpu").toString()).flavor())
                .isEqualTo("cpu");
        assertThat(ExternalTorch.in(lib("torch_cuda").toString()).flavor()).isEqualTo("cu128");
    }

    @Test
    void djlHasNativeCodeForBoth() {
        for (String flavor : List.of("cpu", "cu128")) {
            assertThat(LibUtils.class.getResource("/jnilib/linux-x86_64/" + flavor + "/libdjl_torch.so"))
                    .as(flavor)
                    .isNotNull();
        }
    }

    @Test
    void aFolderWithoutPyTorchIsRefused() throws Exception {
        for (String named : List.of(lib().toString(), folder.resolve("absent").toString(), "no\0path")) {
            assertThatThrownBy(() -> ExternalTorch.in(named))
                    .isInstanceOf(UnusableTorch.class)
                    .hasToString("PYTORCH_LIBRARY_PATH: is %s, expected a folder with %s of PyTorch 2.7.1"
                            .formatted(named, System.mapLibraryName("torch")));
        }
    }

    @Test
    void anotherVersionIsRefusedForItWouldEndTheProcess() throws Exception {
        Path lib = lib("torch").toRealPath();
        Files.writeString(folder.resolve("build-version"), "2.7.1+cu128\n");
        assertThat(ExternalTorch.in(lib.toString()).folder()).isEqualTo(lib);

        Files.writeString(folder.resolve("build-version"), "2.8.0+cu128\n");
        Path link = Files.createSymbolicLink(
                Files.createDirectory(folder.resolve("elsewhere")).resolve("link"), lib);
        for (Path named : List.of(lib, link, lib.resolve("."))) {
            assertThatThrownBy(() -> ExternalTorch.in(named.toString()))
                    .hasMessage("PYTORCH_LIBRARY_PATH: is %s, PyTorch 2.8.0, expected PyTorch 2.7.1".formatted(lib));
        }

        Files.delete(folder.resolve("build-version"));
        Files.writeString(folder.resolve("version.py"), "__version__ = '2.13.0+cpu'\n");
        assertThatThrownBy(() -> ExternalTorch.in(lib.toString())).hasMessageContaining("PyTorch 2.13.0, expected");
    }

    @Test
    void buildsOfOneVersionAreToldApart() throws Exception {
        Path lib = lib("torch", "torch_cpu");
        long bytes = ExternalTorch.in(lib.toString()).bytes();
        Files.writeString(lib.resolve(System.mapLibraryName("torch_cpu")), "another build");

        assertThat(ExternalTorch.in(lib.toString()).bytes()).isNotEqualTo(bytes);
    }

    @Test
    void aPyTorchThatCannotBeLoadedIsSaidWithTheReason() throws Exception {
        Path lib = lib("torch", "torch_cuda").toRealPath();

        assertThat(TrainingProcess.elsewhere(folder, "-DPYTORCH_LIBRARY_PATH=" + lib))
                .anyMatch(line -> line.contains(
                                "PYTORCH_LIBRARY_PATH: is %s, expected a PyTorch that can be loaded: ".formatted(lib))
                        && line.contains("file too short"));
    }

    @Test
    void itIsWhatComputes() throws Exception {
        Natives.load();
        Path lib = lib();
        try (Stream<Path> libraries = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
            for (Path library : libraries.toList()) {
                if (!library.getFileName().toString().contains("djl")) {
                    Files.copy(library, lib.resolve(library.getFileName()));
                }
            }
        }

        List<String> printed = TrainingProcess.elsewhere(folder, "-DPYTORCH_LIBRARY_PATH=" + lib);

        assertThat(printed)
                .contains("hash " + TrainingProcess.hash(folder.resolve("here.safetensors")))
                .contains("torch " + lib.toRealPath())
                .anyMatch(line -> line.matches("software .*, pytorch 2\\.7\\.1, a build of \\d{9} bytes"));
    }
}
