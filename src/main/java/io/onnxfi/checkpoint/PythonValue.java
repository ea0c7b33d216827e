package io.onnxfi.checkpoint;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * Unpickled values, checked before use.
 *
 * <p>Values may be nested without bound or contain themselves, so nothing here descends into them:
 * messages tell the type of a value, not its contents. The exceptions say what was expected and
 * found; the reader adds the file.
 */
final class PythonValue {
  /** Longer than any name in a model; short enough to compare in no time. */
  static final int MAX_TEXT = 1000;

  private static final int PRINTED_CHARACTERS = 120;

  private PythonValue() {}

  /** The type of a value, or the value if it is a number, a name or None. */
  static String describe(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof BigInteger number) {
      return "an int of %d bits".formatted(number.bitLength()); // its digits could take hours
    }
    if (value instanceof Number || value instanceof Boolean || value instanceof KnownGlobal) {
      return printable(value.toString());
    }
    if (value instanceof String text) {
      return "'" + printable(text) + "'";
    }
    if (value instanceof PythonDict) {
      return "a dict";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Object[] tuple) {
      return "a tuple of " + tuple.length;
    }
    if (value instanceof TensorView) {
      return "a tensor";
    }
    if (value instanceof Placeholder placeholder) {
      return "an object of " + printable(placeholder.name());
    }
    if (value instanceof UnreadEntry entry) {
      return entry.what();
    }
    return value instanceof StorageView ? "a storage" : "another value";
  }

  /** Text from a file, made fit for a one-line message: no control characters, not too long. */
  static String printable(String text) {
    return text.length() <= PRINTED_CHARACTERS
        ? text.replaceAll("\\p{C}", "?")
        : printable(text.substring(0, PRINTED_CHARACTERS)) + "...";
  }

  /** A {@code str} of at most {@value #MAX_TEXT} characters. */
  static String text(Object value, String role) {
    if (value instanceof String text && text.length() <= MAX_TEXT) {
      return text;
    }
    throw unexpected(role, "a str of at most " + MAX_TEXT, value);
  }

  /** An {@code int} of at most 64 bits; {@code bool} is none. */
  static long integer(Object value, String role) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw unexpected(role, "an int of 64 bits", value);
  }

  /** A tuple of {@code min} to {@code max} values. */
  static Object[] tuple(Object value, String role, int min, int max) {
    if (value instanceof Object[] tuple && tuple.length >= min && tuple.length <= max) {
      return tuple;
    }
    throw unexpected(role, "a tuple of %d to %d".formatted(min, max), value);
  }

  /** A tuple of at most {@code max} integers. */
  static List<Long> integers(Object value, String role, int max) {
    return Arrays.stream(tuple(value, role, 0, max)).map(item -> integer(item, role)).toList();
  }

  /** The exception for a value of the wrong kind. */
  static IllegalArgumentException unexpected(String role, String expected, Object found) {
    return new IllegalArgumentException(
        "%s: expected %s, found %s".formatted(role, expected, describe(found)));
  }
}
