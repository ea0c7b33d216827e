package io.onnxfi.cli;

import io.onnxfi.dataset.DataRoot;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the data sets are. */
final class DataFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the data sets (default: $$ONNXFI_DATA, or else ~/.cache/onnxfi/data).")
  private Path data;

  DataRoot root() {
    return data == null ? DataRoot.usual() : new DataRoot(data);
  }
}
