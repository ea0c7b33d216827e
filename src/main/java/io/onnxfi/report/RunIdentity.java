package io.onnxfi.report;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.RunStamp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What tells a run from others: its whole manifest but the margin, with another one of which the
 * same run can go on.
 *
 * @param entries of the manifest, keys joined by dots
 */
public record RunIdentity(TreeMap<String, Object> entries) {
  private static final String MARGIN = RunDirectory.STOP + "." + RunDirectory.MARGIN;

  /** The identity in a manifest. */
  public static RunIdentity of(Map<String, Object> manifest) {
    TreeMap<String, Object> flat = new TreeMap<>();
    manifest.forEach((key, value) -> flatten(key, value, flat));
    return new RunIdentity(flat);
  }

  private static void flatten(String key, Object value, Map<String, Object> into) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((inner, v) -> flatten(key + "." + inner, v, into));
    } else {
      into.put(key, value);
    }
  }

  /** Percentage points to which the rate is to be known; infinite if all faults are run. */
  double margin() {
    return entries.get(MARGIN) instanceof Number margin
        ? margin.doubleValue()
        : Double.POSITIVE_INFINITY;
  }

  /** The stamp of the files of one backend. */
  RunStamp stamp(String backend) {
    TreeMap<String, Object> rest = new TreeMap<>(entries);
    rest.remove(MARGIN);
    byte[] text = (Json.compact(rest) + "\n" + backend).getBytes(StandardCharsets.UTF_8);
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
      return new RunStamp(backend, HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * Requires another identity to be this one.
   *
   * @param path of this run, for messages
   * @param exactly whether the margin must be the same too
   * @throws MalformedInputException naming the first difference
   */
  public void require(RunIdentity wanted, Path path, boolean exactly) {
    TreeSet<String> keys = new TreeSet<>(entries.keySet());
    keys.addAll(wanted.entries.keySet());
    if (!exactly) {
      keys.remove(MARGIN);
    }
    for (String key : keys) {
      Object old = entries.get(key);
      Object now = wanted.entries.get(key);
      if (!String.valueOf(old).equals(String.valueOf(now))) {
        throw new MalformedInputException(
            "--out %s belongs to another run: its %s is %s, here it is %s; choose another folder"
                .formatted(path, key, old, now));
      }
    }
  }
}
