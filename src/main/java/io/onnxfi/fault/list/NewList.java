package io.onnxfi.fault.list;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A list with models and sites in the making: each fault is looked up in the model at once. */
final class NewList {
  private static final List<String> HEADER =
      Stream.concat(FaultList.FAULT_COLUMNS.stream(), Stream.of(FaultList.MODEL, FaultList.SITE))
          .toList();

  private final FaultResolver resolver;
  private final List<FaultRow> rows = new ArrayList<>();

  NewList(OnnxModel model) {
    resolver = new FaultResolver(model);
  }

  /**
   * Adds a fault.
   *
   * @param where the row that it comes from, for messages
   * @throws io.onnxfi.error.MalformedInputException if the model has no such place, or it cannot
   *     have the fault
   */
  void add(String where, long injection, Fault fault) {
    resolver.place(where, fault);
    rows.add(FaultRow.drawn(rows.size(), injection, fault));
  }

  /** The list. */
  FaultList list(String source, List<String> notes) {
    return new FaultList(source, HEADER, rows, CsvForm.STANDARD, notes);
  }
}
