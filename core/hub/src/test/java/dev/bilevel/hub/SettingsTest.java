package dev.bilevel.hub;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SettingsTest {
    @Test
    void withoutVariablesThingsAreWhereHuggingFacesToolsHaveThem() throws Exception {
        Settings settings = Settings.of(Map.of("HOME", "/home/ada"));

        assertThat(settings.hub()).isEqualTo(URI.create("https://huggingface.co"));
        assertThat(settings.glue()).isEqualTo(URI.create("https://dl.fbaipublicfiles.com"));
        assertThat(settings.hubCache()).isEqualTo(Path.of("/home/ada/.cache/huggingface/hub"));
        assertThat(settings.dataCache()).isEqualTo(Path.of("/home/ada/.cache/bilevel/glue"));
        assertThat(settings.offline()).isFalse();
    }

    @Test
    void eachCacheCanBeMoved() throws Exception {
        assertThat(Settings.of(Map.of("HOME", "/home/ada", "HF_HOME", "~/hf")).hubCache())
                .isEqualTo(Path.of("/home/ada/hf/hub"));
        assertThat(Settings.of(Map.of("HF_HOME", "/hf", "HF_HUB_CACHE", "/models"))
                        .hubCache())
                .isEqualTo(Path.of("/models"));
        assertThat(Settings.of(Map.of("XDG_CACHE_HOME", "/caches")).dataCache())
                .isEqualTo(Path.of("/caches/bilevel/glue"));
        assertThat(Settings.of(Map.of("BILEVEL_HOME", "/data/bilevel")).dataCache())
                .isEqualTo(Path.of("/data/bilevel/glue"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "Yes", "ON"})
    void offlineIsWhatHuggingFacesToolsTakeForYes(String yes) throws Exception {
        assertThat(Settings.of(Map.of("HF_HUB_OFFLINE", yes)).offline()).isTrue();
        assertThat(Settings.of(Map.of("TRANSFORMERS_OFFLINE", yes)).offline()).isTrue();
    }

    @Test
    void aMirrorMayHaveAPathOfItsOwn() throws Exception {
        assertThat(Settings.of(Map.of("HF_ENDPOINT", "https://mirror.example/hf/"))
                        .hub())
                .isEqualTo(URI.create("https://mirror.example/hf"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"huggingface.co", "file:///models", "https://", "ftp://a", "https://a b"})
    void anAddressThatIsNoneIsNamedWithItsVariable(String address) {
        assertThatThrownBy(() -> Settings.of(Map.of("HF_ENDPOINT", address)))
                .hasMessageStartingWith("HF_ENDPOINT: is '" + address.replaceAll("/+$", "") + "', expected an address");
    }

    @Test
    void aPasswordInAnAddressIsNotShown() {
        assertThatThrownBy(() -> Settings.of(Map.of("HF_ENDPOINT", "https://ada:sesame@mirror.example")))
                .hasMessageStartingWith("HF_ENDPOINT: ")
                .hasMessageNotContaining("sesame");
    }
}
