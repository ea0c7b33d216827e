package io.onnxfi.cli;

import io.onnxfi.dataset.DataRoot;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the data sets are. */
final class DataFolder {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of the data sets (default: $$ONNXFI_DATA, else ~/.cache/onnxfi/data).")
  private Path data;

  DataRoot root() {
    return data == null
        ? DataRoot.of(System.getenv(), Path.of(System.getProperty("user.home")))
        : new DataRoot(data);
  }
}
