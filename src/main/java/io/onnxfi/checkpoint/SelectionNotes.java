package io.onnxfi.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Says what was assumed when a state dict was taken out of a checkpoint. */
final class SelectionNotes {
  private static final int NAMES_SHOWN = 3;

  /** Python's own, in which nothing is skipped that anybody would miss. */
  private static final List<String> PLUMBING = List.of("_codecs.", "copy_reg.", "copyreg.");

  private SelectionNotes() {}

  /** A line each, with the file's name. */
  static List<String> of(Contents contents, Fit fit) {
    List<String> notes = new ArrayList<>();
    List<String> foreign =
        contents.foreign().stream()
            .filter(name -> PLUMBING.stream().noneMatch(name::startsWith))
            .toList();
    if (!foreign.isEmpty()) {
      notes.add("objects of other classes skipped, never built or called: " + some(foreign));
    }
    List<String> where =
        Stream.of(
                fit.candidate().isRoot()
                    ? ""
                    : "state dict '" + PythonValue.printable(fit.candidate().path()) + "' read",
                fit.prefix().isEmpty()
                    ? ""
                    : "prefix '" + PythonValue.printable(fit.prefix()) + "' removed from its names")
            .filter(text -> !text.isEmpty())
            .toList();
    if (!where.isEmpty()) {
      notes.add(String.join(", ", where));
    }
    addFolded(notes, fit);
    List<String> extras =
        Stream.concat(
                fit.outside().stream(), fit.extras().keySet().stream().map(fit.prefix()::concat))
            .filter(name -> !Extras.isCounter(name))
            .map(PythonValue::printable)
            .toList();
    if (!extras.isEmpty()) {
      notes.add(
          "entries that %s does not have were skipped: %s"
              .formatted(fit.wanted().network(), some(extras)));
    }
    if (fit.candidate().isUnwrapped()) {
      notes.add("wrappers (_orig_mod, module and the like) removed from the names");
    }
    return notes.stream().map(note -> contents.file() + ": " + note).toList();
  }

  private static void addFolded(List<String> notes, Fit fit) {
    Map<String, List<String>> byKind = new TreeMap<>();
    for (String name : fit.wanted().shapes().keySet()) {
      if (fit.entry(name) instanceof StoredTensor tensor && !tensor.madeOf().isEmpty()) {
        byKind.computeIfAbsent(tensor.madeOf(), kind -> new ArrayList<>()).add(name);
      }
    }
    byKind.forEach(
        (kind, names) -> notes.add("%s folded into the weights: %s".formatted(kind, some(names))));
  }

  private static String some(Collection<String> names) {
    return String.join(", ", names.stream().limit(NAMES_SHOWN).toList())
        + (names.size() > NAMES_SHOWN ? ", … (%d in all)".formatted(names.size()) : "");
  }
}
