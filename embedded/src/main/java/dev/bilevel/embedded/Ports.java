package dev.bilevel.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Where the three servers listen; 0 means a free port, chosen at each start.
public record Ports(int kafka, int postgresql, int redis) {
    /// Three free ones.
    public static final Ports FREE = new Ports(0, 0, 0);

    private static final int LARGEST = 65_535;

    public Ports {
        check("kafka", kafka);
        check("postgresql", postgresql);
        check("redis", redis);
    }

    private static void check(String name, int port) {
        if (port < 0 || port > LARGEST) {
            throw new IllegalArgumentException("port of " + name + ": is " + port + ", expected 0 to " + LARGEST);
        }
    }

    /// That port, or a free one for 0.
    static int chosen(int port) {
        if (port != 0) {
            return port;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on the loopback interface", e);
        }
    }
}
