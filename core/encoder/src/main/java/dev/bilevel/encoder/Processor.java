package dev.bilevel.encoder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The processor as Linux tells it: `AMD EPYC (family 25, model 1, avx2)`. A hypervisor may call processors of several
/// generations by one name, and hide what they can do; libraries choose by that, and so come to other bits.
final class Processor {
    private static final Path TOLD = Path.of("/proc/cpuinfo");
    private static final List<String> WIDEST_FIRST = List.of("amx_bf16", "avx512_bf16", "avx512f", "avx2", "avx");

    private Processor() {}

    /// The architecture alone where Linux tells no name.
    static String name() {
        try (Stream<String> lines = Files.lines(TOLD)) {
            return name(lines);
        } catch (IOException | UncheckedIOException _) {
            return System.getProperty("os.arch");
        }
    }

    static String name(Stream<String> cpuinfo) {
        Map<String, String> told = cpuinfo.filter(line -> line.contains(":"))
                .map(line -> line.split(":", 2))
                .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip(), (first, _) -> first));
        String name = told.getOrDefault("model name", "");
        if (name.isEmpty()) {
            return System.getProperty("os.arch");
        }
        Set<String> flags = Set.copyOf(List.of(told.getOrDefault("flags", "").split(" ")));
        String vectors =
                WIDEST_FIRST.stream().filter(flags::contains).findFirst().orElse("no avx");
        return "%s (family %s, model %s, %s)"
                .formatted(name, told.getOrDefault("cpu family", "?"), told.getOrDefault("model", "?"), vectors);
    }
}
