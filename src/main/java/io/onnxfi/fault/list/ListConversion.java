package io.onnxfi.fault.list;

import io.onnxfi.csv.CsvFile;
import io.onnxfi.fault.FaultList;
import io.onnxfi.onnx.OnnxModel;
import java.nio.file.Path;
import java.util.Optional;

/** Lists in the form that {@code replay} takes, whoever wrote them. */
public final class ListConversion {
  private ListConversion() {}

  /**
   * Converts a list.
   *
   * @param form of the file; found by its columns, if not said
   * @param reading what the file does not say, if it is PyTorchALFI's
   * @param to how weights are called afterwards
   * @return the list; a published one in the same form, a foreign one with models and sites
   * @throws io.onnxfi.error.OnnxFiException naming the first row that cannot be converted
   */
  public static FaultList convert(
      Path file, OnnxModel model, Optional<ListForm> form, AlfiReading reading, Naming to) {
    CsvFile csv = CsvFile.read(file, String.valueOf(file.getFileName()), "a fault list");
    FaultList list =
        switch (form.orElseGet(() -> ListForm.of(csv))) {
          case ONNXFI -> FaultList.read(file);
          case SCI_FI -> SciFiReader.read(csv, model);
          case ALFI_NEURONS -> AlfiReader.read(csv, model, false, reading);
          case ALFI_WEIGHTS -> AlfiReader.read(csv, model, true, reading);
        };
    return Renaming.rename(model, SomeFaults.require(list), to);
  }
}
