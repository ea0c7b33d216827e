package io.onnxfi.checkpoint;

import java.util.ArrayList;
import java.util.List;

/**
 * What stands for an object of a class that is not known: its name and what it would have been made
 * of. Nothing is ever built of it and nothing called; its parts are there to be looked through,
 * because a training script may keep its state dict in an object of its own.
 */
final class Placeholder {
  private final String name;
  private final List<Object> parts = new ArrayList<>(1);
  private PythonDict entries;

  /**
   * An object or a class.
   *
   * @param name of the class or function, from the file
   */
  Placeholder(String name) {
    this.name = name;
  }

  /** What calling {@code callable} with a tuple of arguments would have given. */
  static Placeholder ofCall(Placeholder callable, Object arguments) {
    Placeholder made = new Placeholder(className(callable.name, arguments));
    made.parts.add(arguments);
    return made;
  }

  /** Objects of the oldest protocols come out of one function, which gets their class. */
  private static String className(String callable, Object arguments) {
    boolean isGeneric = callable.startsWith("copy_reg.") || callable.startsWith("copyreg.");
    return isGeneric
            && arguments instanceof Object[] tuple
            && tuple.length > 0
            && tuple[0] instanceof Placeholder type
        ? type.name
        : callable;
  }

  /** The class or function, as the file has it: {@code module.name}. */
  String name() {
    return name;
  }

  /** Takes state, or an element. */
  void add(Object part) {
    parts.add(part);
  }

  /** The entries of an object that is a kind of dict; empty at first. */
  PythonDict entries() {
    if (entries == null) {
      entries = new PythonDict();
      parts.add(entries);
    }
    return entries;
  }

  /** Arguments, states, elements and entries, in this order of coming. */
  List<Object> parts() {
    return parts;
  }

  /** Whether it is a module of PyTorch: a network or a layer and not its state. */
  boolean isModule() {
    return parts.stream()
        .anyMatch(
            part ->
                part instanceof PythonDict state
                    && state.get("_modules") != null
                    && state.get("_parameters") != null);
  }
}
