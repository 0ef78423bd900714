package dev.bilevel.standalone.local;

import dev.bilevel.standalone.CommandFailed;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of data as people write it: `5GB`, `1.5 GiB`, `300000`.
final class DataSize {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) *([kmgt]i?b?|b?)");
    private static final Map<Character, Integer> POWERS = Map.of('k', 1, 'm', 2, 'g', 3, 't', 4);

    private DataSize() {}

    /// @param option whose value this is
    /// @return bytes, at least 1
    static long parse(String option, String text) {
        Matcher written = WRITTEN.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (written.matches()) {
            String unit = written.group(2);
            BigDecimal step = BigDecimal.valueOf(unit.contains("i") ? 1024 : 1000);
            int power = unit.isEmpty() ? 0 : POWERS.getOrDefault(unit.charAt(0), 0);
            BigDecimal bytes = new BigDecimal(written.group(1)).multiply(step.pow(power));
            if (bytes.compareTo(BigDecimal.ONE) >= 0 && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) < 0) {
                return bytes.longValue();
            }
        }
        throw CommandFailed.wrongInput(option + ": is '" + text + "', expected a size such as 5GB, 500MB or 2GiB");
    }
}
