package io.onnxfi.fault;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * What an audit says about a list.
 *
 * @param source the file
 * @param header names of its columns
 * @param rows how many it has
 * @param readable the list without the rows that name no fault
 * @param unresolved rows that name no bit of the model; empty if there was no model to ask
 * @param notes what was assumed to read it, as {@link FaultList#notes}
 * @param defects in the order of {@link DefectKind}, each kind at most once
 */
public record AuditReport(
    String source,
    List<String> header,
    int rows,
    FaultList readable,
    OptionalLong unresolved,
    List<Defect> defects,
    List<String> notes) {
  /** Checks and copies. */
  public AuditReport {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(readable, "readable");
    Objects.requireNonNull(unresolved, "unresolved");
    header = List.copyOf(header);
    defects = List.copyOf(defects);
    notes = List.copyOf(notes);
  }
}
