package io.onnxfi.checkpoint;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A dict with tensors in it, somewhere in a checkpoint: perhaps the state dict.
 *
 * @param place where it is
 * @param entries by name, in the order of the file
 * @param isUnwrapped whether the names are those of the file without what wrappers put between
 */
record Candidate(Place place, Map<String, Entry> entries, boolean isUnwrapped) {
  Candidate {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  Candidate(Place place, Map<String, Entry> entries) {
    this(place, entries, false);
  }

  /**
   * A place in nested values.
   *
   * @param parent where the value around it is; null for the object of the file
   * @param key name or position within
   */
  record Place(Place parent, Object key) {
    static final Place ROOT = new Place(null, "");

    /** What chooses the object of the file itself. */
    private static final String ROOT_PATH = ".";

    /** Deeper ones are no state dicts, and their paths would take too long. */
    private static final int MAX_DEPTH = 40;

    Place at(Object childKey) {
      return new Place(this, childKey);
    }

    /** Keys and positions from the outermost, with dots between. */
    String path() {
      if (parent == null) {
        return ROOT_PATH;
      }
      Deque<String> keys = new ArrayDeque<>();
      Place place = this;
      for (; place.parent != null && keys.size() < MAX_DEPTH; place = place.parent) {
        keys.push(String.valueOf(place.key));
      }
      return (place.parent == null ? "" : "…") + String.join(".", keys);
    }
  }

  /** What chooses it: its path. */
  String path() {
    return place.path();
  }

  /** Whether it is the object of the file itself. */
  boolean isRoot() {
    return place.parent() == null;
  }

  /** How many of the entries are tensors. */
  long tensors() {
    return entries.values().stream()
        .filter(e -> e instanceof StoredTensor || (e instanceof UnreadEntry u && u.isTensor()))
        .count();
  }

  /** The entries whose names begin with a prefix, without it. */
  Candidate under(String prefix) {
    if (prefix.isEmpty()) {
      return this;
    }
    Map<String, Entry> stripped = new LinkedHashMap<>();
    entries.forEach(
        (name, entry) -> {
          if (name.startsWith(prefix)) {
            stripped.put(name.substring(prefix.length()), entry);
          }
        });
    return new Candidate(place.at(prefix.substring(0, prefix.length() - 1)), stripped, isUnwrapped);
  }
}
