package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigurationTest {
    @Test
    void valuesAreSortedCanonicalAndFixed() {
        Configuration configuration = new Configuration(Map.of("b", 1, "a", 0.5f, "c", List.of(1, 0)));
        assertThat(configuration.values().toString()).isEqualTo("{a=0.5, b=1, c=[1.0, 0.0]}");
        assertThat(configuration.values().get("b")).isEqualTo(1L);
        assertThatThrownBy(() -> configuration.values().put("d", 1)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void zeroHasOneSign() {
        assertThat(new Configuration(Map.of("a", -0.0))).isEqualTo(new Configuration(Map.of("a", 0.0)));
    }

    @Test
    void whatIsNoValueIsRefused() {
        assertThatThrownBy(() -> new Configuration(Map.of("a", Double.NaN))).hasMessageContaining("a: is NaN");
        assertThatThrownBy(() -> new Configuration(Map.of("a", Map.of()))).hasMessageContaining("a: is {}");
        assertThatThrownBy(() -> new Configuration(Map.of("a", List.of("x")))).hasMessageContaining("a[0]: is 'x'");
    }
}
