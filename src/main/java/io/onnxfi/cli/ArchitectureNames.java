package io.onnxfi.cli;

import io.onnxfi.zoo.Zoo;
import java.util.Iterator;

/** The names that {@code --arch} takes, for its help. */
final class ArchitectureNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Zoo.names().iterator();
  }
}
