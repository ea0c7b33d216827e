package io.onnxfi.fault;

import java.util.List;
import java.util.Objects;

/**
 * Everything of one kind that is wrong with a list.
 *
 * @param kind what
 * @param rows positions of the rows, from 0 and in order; none if it is the header
 * @param evidence what was found first, with its line in the file
 */
public record Defect(DefectKind kind, List<Integer> rows, String evidence) {
  /** Checks and copies. */
  public Defect {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(evidence, "evidence");
    rows = List.copyOf(rows);
  }
}
