package dev.bilevel.hub;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The proxies of `https_proxy`, `http_proxy` and `no_proxy` (or in capitals), which every other tool that
/// downloads models heeds, and Java does not. Where none is set, the JVM's own (`-Dhttps.proxyHost` and so on).
final class EnvironmentProxies extends ProxySelector {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final Map<String, String> environment;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI address) {
        if (isExcepted(address.getHost().toLowerCase(Locale.ROOT))) {
            return List.of(Proxy.NO_PROXY);
        }
        Optional<Proxy> proxy = value(address.getScheme() + "_proxy").flatMap(EnvironmentProxies::proxy);
        if (proxy.isPresent()) {
            return List.of(proxy.get());
        }
        ProxySelector usual = ProxySelector.getDefault();
        return usual == null ? List.of(Proxy.NO_PROXY) : usual.select(address);
    }

    /// `no_proxy` lists hosts, domains with or without a leading dot, or `*`.
    private boolean isExcepted(String host) {
        return value("no_proxy").stream()
                .flatMap(list -> Stream.of(COMMA.split(list.toLowerCase(Locale.ROOT), -1)))
                .map(entry -> entry.startsWith(".") ? entry.substring(1) : entry)
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || host.equals(entry) || host.endsWith("." + entry));
    }

    private static Optional<Proxy> proxy(String value) {
        try {
            URI address = URI.create(value.contains("://") ? value : "http://" + value);
            int port = address.getPort() < 0 ? 80 : address.getPort();
            return Optional.ofNullable(address.getHost())
                    .map(host -> new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<String> value(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(environment::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .map(String::strip);
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException why) {
        // The request fails, and says so.
    }
}
