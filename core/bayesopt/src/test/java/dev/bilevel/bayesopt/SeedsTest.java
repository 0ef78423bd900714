package dev.bilevel.bayesopt;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SeedsTest {
    /// Every seed of every study ever run depends on these. SHA-256 computed elsewhere.
    @Test
    void derivedSeedsNeverChange() {
        assertThat(Seeds.derive(17)).isEqualTo(-228721319168566480L);
        assertThat(Seeds.derive(17, "outer", 3, "model")).isEqualTo(4612992078948478349L);
    }

    @Test
    void integersOfAnyWidthAndEnumNamesAreOneThing() {
        assertThat(Seeds.derive(1, 3)).isEqualTo(Seeds.derive(1, 3L));
        assertThat(Seeds.derive(1, Goal.MINIMISE)).isEqualTo(Seeds.derive(1, "MINIMISE"));
    }

    @Test
    void differentPathsHaveDifferentSeeds() {
        Set<Long> seeds = new HashSet<>();
        seeds.add(Seeds.derive(1, "ab", "c"));
        seeds.add(Seeds.derive(1, "a", "bc"));
        seeds.add(Seeds.derive(1, "abc"));
        seeds.add(Seeds.derive(1, "1"));
        seeds.add(Seeds.derive(1, 1));
        seeds.add(Seeds.derive(1));
        seeds.add(Seeds.derive(2));
        assertThat(seeds).hasSize(7);
    }

    @Test
    void aStepOfAnotherTypeIsRefused() {
        assertThatThrownBy(() -> Seeds.derive(1, 0.5)).hasMessageContaining("0.5");
    }
}
