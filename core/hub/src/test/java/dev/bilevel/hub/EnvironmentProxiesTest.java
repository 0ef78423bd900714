package dev.bilevel.hub;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class EnvironmentProxiesTest {
    private static final URI HUB = URI.create("https://huggingface.co/api");

    @Test
    void theProxyOfTheSchemeIsUsed() {
        assertThat(proxies(Map.of("HTTPS_PROXY", "http://proxy.example:3128", "http_proxy", "other:80"), HUB))
                .containsExactly(proxy("proxy.example", 3128));
        assertThat(proxies(Map.of("https_proxy", "proxy.example"), HUB)).containsExactly(proxy("proxy.example", 80));
    }

    @Test
    void hostsAndDomainsOfNoProxyAreAskedDirectly() {
        for (String except : List.of("huggingface.co", "a, .co", "co", "*")) {
            assertThat(proxies(Map.of("https_proxy", "proxy:1", "no_proxy", except), HUB))
                    .as(except)
                    .containsExactly(Proxy.NO_PROXY);
        }
        assertThat(proxies(Map.of("https_proxy", "proxy:1", "no_proxy", "face.co,other"), HUB))
                .containsExactly(proxy("proxy", 1));
    }

    @Test
    void withoutOneTheServerIsAskedDirectly() {
        assertThat(proxies(Map.of(), HUB)).containsExactly(Proxy.NO_PROXY);
    }

    private static List<Proxy> proxies(Map<String, String> environment, URI address) {
        return new EnvironmentProxies(environment).select(address);
    }

    private static Proxy proxy(String host, int port) {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }
}
