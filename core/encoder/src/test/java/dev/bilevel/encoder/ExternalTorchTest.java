package dev.bilevel.encoder;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.LibUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
        assertThatThrownBy(() -> ExternalTorch.in(lib().toString()))
                .isInstanceOf(InvalidHyperparameter.class)
                .hasMessage("PYTORCH_LIBRARY_PATH: is %s, expected a folder with %s of PyTorch 2.7.1"
                        .formatted(lib(), System.mapLibraryName("torch")));
        assertThatThrownBy(() -> ExternalTorch.in(folder.resolve("absent").toString()))
                .hasMessageStartingWith("PYTORCH_LIBRARY_PATH: is ");
    }

    @Test
    void anotherVersionIsRefusedForItWouldEndTheProcess() throws Exception {
        String lib = lib("torch").toString();
        Files.writeString(folder.resolve("build-version"), "2.7.1+cu128\n");
        assertThat(ExternalTorch.in(lib).folder()).isEqualTo(Path.of(lib));

        Files.writeString(folder.resolve("build-version"), "2.8.0+cu128\n");
        assertThatThrownBy(() -> ExternalTorch.in(lib))
                .hasMessage("PYTORCH_LIBRARY_PATH: is %s, PyTorch 2.8.0, expected PyTorch 2.7.1".formatted(lib));

        Files.delete(folder.resolve("build-version"));
        Files.writeString(folder.resolve("version.py"), "__version__ = '2.13.0+cpu'\n");
        assertThatThrownBy(() -> ExternalTorch.in(lib)).hasMessageContaining("PyTorch 2.13.0, expected");
    }

    @Test
    void whyItCannotBeLoadedIsSaid() throws Exception {
        Throwable reason = new UnsatisfiedLinkError("libcudart.so.12: cannot open shared object file");

        assertThat(ExternalTorch.in(lib("torch").toString()).refused(new EngineException("Failed", reason)))
                .hasMessage("PYTORCH_LIBRARY_PATH: is %s, expected a PyTorch that can be loaded: ".formatted(lib())
                        + "libcudart.so.12: cannot open shared object file");
    }

    @Test
    void itIsWhatComputes() throws Exception {
        Natives.load();
        Path lib = lib();
        try (Stream<Path> libraries = Files.list(Path.of(LibUtils.getLibtorchPath()))) {
            for (Path library : libraries.toList()) {
                if (!library.getFileName().toString().contains("djl")) {
                    Files.createSymbolicLink(lib.resolve(library.getFileName()), library);
                }
            }
        }
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-DPYTORCH_LIBRARY_PATH=" + lib,
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProcess.class.getName(),
                        folder.resolve("there.safetensors").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();

        String here = TrainingProcess.hash(folder.resolve("here.safetensors"));

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readAllLines(log))
                .contains("hash " + here)
                .anyMatch(line ->
                        line.startsWith("software ") && line.matches(".*, pytorch 2\\.7\\.1, a build of \\d{9} bytes"));
    }
}
