package io.onnxfi.zoo;

import java.util.Iterator;

/** The names that {@code --arch} takes, for its help. */
public final class ArchitectureNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Zoo.names().iterator();
  }
}
