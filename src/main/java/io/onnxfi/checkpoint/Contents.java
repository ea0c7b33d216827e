package io.onnxfi.checkpoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a checkpoint holds: every dict with tensors in it, the outermost first.
 *
 * <p>Values may be nested without bound, shared, or contain themselves: each is looked at once, and
 * nothing here calls itself.
 *
 * @param file for messages
 * @param candidates dicts with tensors, at least one
 * @param modules classes of whole networks and layers, which are not looked into
 * @param foreign names of all classes and functions that are not known
 */
record Contents(
    String file, List<Candidate> candidates, Set<String> modules, Collection<String> foreign) {
  private static final int KEYS_SHOWN = 5;

  /**
   * Looks through the object of a pickle.
   *
   * @param storages where its tensors will be read from; none is read here
   * @param foreign names of classes and functions in the pickle
   * @throws io.onnxfi.error.OnnxFiException if no dict of tensors is in it
   */
  static Contents of(String file, Object object, Storages storages, Collection<String> foreign) {
    List<Candidate> candidates = new ArrayList<>();
    Set<String> modules = new TreeSet<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Queue<Node> queue = new ArrayDeque<>();
    if (isContainer(object)) {
      queue.add(new Node(object, Candidate.Place.ROOT));
    }
    while (!queue.isEmpty()) {
      Node node = queue.remove();
      if (node.value instanceof Placeholder placeholder && placeholder.isModule()) {
        modules.add(PythonValue.printable(placeholder.name()));
        continue;
      }
      if (node.value instanceof PythonDict dict) {
        Map<String, Entry> entries = entries(dict, storages);
        if (entries.values().stream().anyMatch(Contents::isTensor)) {
          candidates.add(new Candidate(node.place, Reparametrization.fold(entries)));
        }
      }
      for (Node child : node.children()) {
        if (isContainer(child.value) && seen.add(child.value)) {
          queue.add(child);
        }
      }
    }
    if (candidates.isEmpty()) {
      throw Misfit.noTensors(file, modules, describe(object));
    }
    return new Contents(file, candidates, modules, foreign);
  }

  /**
   * Of a format that has names and tensors and nothing else.
   *
   * @throws io.onnxfi.error.OnnxFiException if there are no tensors
   */
  static Contents of(String file, Map<String, Entry> tensors, Collection<String> foreign) {
    if (tensors.isEmpty()) {
      throw Misfit.noTensors(file, Set.of(), "no tensors");
    }
    return new Contents(
        file,
        List.of(new Candidate(Candidate.Place.ROOT, Reparametrization.fold(tensors))),
        Set.of(),
        foreign);
  }

  private record Node(Object value, Candidate.Place place) {
    private List<Node> children() {
      List<Node> children = new ArrayList<>();
      if (value instanceof PythonDict dict) {
        dict.entries().forEach((key, child) -> children.add(new Node(child, place.at(key))));
      } else if (value instanceof Placeholder placeholder) {
        // Its attributes and entries are found under its own name.
        placeholder.parts().forEach(part -> children.add(new Node(part, place)));
      } else {
        List<?> elements = value instanceof Object[] tuple ? Arrays.asList(tuple) : (List<?>) value;
        for (int i = 0; i < elements.size(); i++) {
          children.add(new Node(elements.get(i), place.at(i)));
        }
      }
      return children;
    }
  }

  private static boolean isContainer(Object value) {
    return value instanceof PythonDict
        || value instanceof List
        || value instanceof Object[]
        || value instanceof Placeholder;
  }

  private static boolean isTensor(Entry entry) {
    return entry instanceof StoredTensor
        || (entry instanceof UnreadEntry unread && unread.isTensor());
  }

  private static Map<String, Entry> entries(PythonDict dict, Storages storages) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    dict.entries()
        .forEach(
            (key, value) -> {
              if (key instanceof String name) {
                entries.put(name, entry(value, storages));
              }
            });
    return entries;
  }

  private static Entry entry(Object value, Storages storages) {
    if (value instanceof TensorView view) {
      return storages.entry(view);
    }
    if (value instanceof UnreadEntry unread) {
      return unread;
    }
    Optional<Entry> array =
        value instanceof Placeholder placeholder
            ? NumpyArray.of(storages.fileName(), placeholder)
            : Optional.empty();
    return array.orElseGet(() -> new UnreadEntry(PythonValue.describe(value), false));
  }

  private static String key(Object key) {
    return key instanceof String || key instanceof Long ? key.toString() : "another key";
  }

  private static String describe(Object object) {
    if (!(object instanceof PythonDict dict) || dict.entries().isEmpty()) {
      return PythonValue.describe(object);
    }
    List<String> keys =
        dict.entries().entrySet().stream()
            .limit(KEYS_SHOWN)
            .map(e -> key(e.getKey()) + ": " + PythonValue.describe(e.getValue()))
            .map(PythonValue::printable)
            .toList();
    return "a dict of %d (%s)".formatted(dict.entries().size(), String.join(", ", keys));
  }
}
