package dev.bilevel.bayesopt;

/// What the ends of a range must satisfy, and the values in it. Messages name the parameter and its kind.
final class Bounds {
    /// Beyond this a double no longer holds every integer.
    static final long LARGEST_INTEGER = 1L << 53;

    /// In a range of fewer doubles, a study would soon find no other than those it had.
    private static final long FEWEST_NUMBERS = 1L << 20;

    private Bounds() {}

    static void name(String name) {
        if (name == null || name.isBlank()) {
            throw new InvalidSpace("name", "blank", "the name of a parameter");
        }
        if (name.length() > 100) {
            throw new InvalidSpace(InvalidInput.quote(name), name.length() + " characters long", "at most 100");
        }
    }

    static void reals(String field, double low, double high) {
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            throw new InvalidSpace(field, range(low, high), "two finite numbers");
        }
        if (!(low < high)) {
            throw new InvalidSpace(field, range(low, high), "a lower end below the upper end");
        }
        if (!Double.isFinite(high - low)) {
            throw new InvalidSpace(field, range(low, high), "a range whose width is a finite number");
        }
        if ((double) rank(high) - rank(low) < FEWEST_NUMBERS) {
            throw new InvalidSpace(field, range(low, high), "a wider range: a double has hardly any number in it");
        }
    }

    /// Of a finite double among all of them; equal for both zeros.
    private static long rank(double value) {
        long bits = Double.doubleToLongBits(Math.abs(value));
        return value < 0 ? -bits : bits;
    }

    static void integers(String field, long low, long high) {
        if (low < -LARGEST_INTEGER || high > LARGEST_INTEGER) {
            throw new InvalidSpace(field, range(low, high), "integers of at most 2^53");
        }
        if (low > high) {
            throw new InvalidSpace(field, range(low, high), "a lower end that is not above the upper end");
        }
    }

    static double real(String name, Object value, double low, double high) {
        if (!(value instanceof Number number) || value instanceof java.math.BigInteger) {
            throw new InvalidConfiguration(name, InvalidInput.quote(value), "a number in " + range(low, high));
        }
        double real = number.doubleValue() + 0.0; // turns -0.0 into 0.0: one value, one spelling
        if (!(real >= low && real <= high)) {
            throw new InvalidConfiguration(name, InvalidInput.quote(value), "a number in " + range(low, high));
        }
        return real;
    }

    static long integer(String name, Object value, long low, long high) {
        String expected = "an integer in " + range(low, high);
        if (!(value instanceof Number number)) {
            throw new InvalidConfiguration(name, InvalidInput.quote(value), expected);
        }
        double real = number.doubleValue();
        if (!(real >= low && real <= high) || real != StrictMath.rint(real)) {
            throw new InvalidConfiguration(name, InvalidInput.quote(value), expected);
        }
        return number.longValue();
    }

    static String range(Object low, Object high) {
        return "[" + low + ", " + high + "]";
    }
}
