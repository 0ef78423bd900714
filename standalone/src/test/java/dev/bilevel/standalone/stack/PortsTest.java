package dev.bilevel.standalone.stack;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PortsTest {
    @Test
    void everyPartGetsAPortOfItsOwn() {
        Ports ports = Ports.choose(Map.of());

        assertThat(Stream.of(Part.values()).map(ports::of))
                .doesNotHaveDuplicates()
                .allMatch(port -> port > 1023);
    }

    @Test
    void aPortThatIsAskedForIsTaken() {
        int wanted = Ports.choose(Map.of()).of(Part.KAFKA);

        assertThat(Ports.choose(Map.of(Part.REDIS, wanted)).of(Part.REDIS)).isEqualTo(wanted);
    }

    @Test
    void aSecondInstanceGetsAnotherPortAndFindsTheRest() {
        Ports ports = Ports.choose(Map.of());
        Ports second = ports.withAnother(Part.OPTIMIZER);

        assertThat(Stream.of(Part.values()).filter(part -> second.of(part) != ports.of(part)))
                .containsExactly(Part.OPTIMIZER);
    }

    @Test
    void aPortInUseIsRefusedByName() throws IOException {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> Ports.choose(Map.of(Part.KAFKA, busy.getLocalPort())))
                    .hasMessageStartingWith("--port kafka=" + busy.getLocalPort() + ": cannot be used")
                    .hasMessageEndingWith("expected a free port of 127.0.0.1");
        }
    }

    @Test
    void onePortForTwoPartsIsRefused() {
        int wanted = Ports.choose(Map.of()).of(Part.KAFKA);

        assertThatThrownBy(() -> Ports.choose(Map.of(Part.KAFKA, wanted, Part.REDIS, wanted)))
                .hasMessageContaining("=" + wanted + ": is that of");
    }

    @Test
    void aNumberThatIsNoPortIsRefused() {
        assertThatThrownBy(() -> Ports.choose(Map.of(Part.FUSION, 70_000)))
                .hasMessage("--port fusion=70000: expected a port from 1 to 65535");
    }
}
