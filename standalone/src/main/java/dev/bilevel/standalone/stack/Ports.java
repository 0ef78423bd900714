package dev.bilevel.standalone.stack;

import dev.bilevel.standalone.CommandFailed;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A port of the loopback interface for every part of the stack.
public final class Ports {
    private final Map<Part, Integer> byPart;

    private Ports(Map<Part, Integer> byPart) {
        this.byPart = byPart;
    }

    /// Those asked for, and ports that are free at this moment for the rest.
    ///
    /// @throws CommandFailed (wrong input) where one that was asked for is taken, asked for twice, or no port
    public static Ports choose(Map<Part, Integer> wanted) {
        wanted.forEach(Ports::requireUsable);
        requireDifferent(wanted);
        Map<Part, Integer> chosen = new EnumMap<>(Part.class);
        chosen.putAll(wanted);
        // All are held open until the last is chosen, so that none comes twice.
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int port : wanted.values()) {
                held.add(listen(port));
            }
            for (Part part : Part.values()) {
                if (!chosen.containsKey(part)) {
                    ServerSocket socket = listen(0);
                    held.add(socket);
                    chosen.put(part, socket.getLocalPort());
                }
            }
        } catch (IOException e) {
            throw CommandFailed.because(e, "no free port on 127.0.0.1: " + e.getMessage());
        } finally {
            held.forEach(Ports::close);
        }
        return new Ports(chosen);
    }

    /// The same ports, but another one, free at this moment, for one part: for a second instance of it.
    public Ports withAnother(Part part) {
        Map<Part, Integer> changed = new EnumMap<>(byPart);
        // Ports of parts that do not run yet look free.
        while (byPart.containsValue(changed.get(part))) {
            changed.put(part, choose(Map.of()).of(part));
        }
        return new Ports(changed);
    }

    /// The part's port.
    public int of(Part part) {
        return byPart.get(part);
    }

    /// Whether nobody listens there.
    static boolean isFree(int port) {
        try {
            listen(port).close();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void requireUsable(Part part, int port) {
        if (port < 1 || port > 65_535) {
            throw CommandFailed.wrongInput("--port " + part + "=" + port + ": expected a port from 1 to 65535");
        }
        try {
            listen(port).close();
        } catch (IOException e) {
            throw CommandFailed.wrongInput("--port " + part + "=" + port + ": cannot be used (" + e.getMessage()
                    + "), expected a free port of 127.0.0.1");
        }
    }

    private static void requireDifferent(Map<Part, Integer> wanted) {
        Map<Integer, Part> seen = new HashMap<>();
        wanted.forEach((part, port) -> {
            Part other = seen.put(port, part);
            if (other != null) {
                throw CommandFailed.wrongInput(
                        "--port " + part + "=" + port + ": is that of " + other + " too, expected another");
            }
        });
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        // A port whose last connection is still in TIME_WAIT is free enough for servers, which set this as well.
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
        return socket;
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // A port that cannot be closed is not free, which its user will find out and say.
        }
    }
}
