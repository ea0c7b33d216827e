package io.onnxfi.fault.list;

import io.onnxfi.fault.FaultList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lists of a few rows, as files. */
final class Lists {
  static final String HEADER = "Injection,Layer,TensorIndex,Bit\n";
  static final String OUTCOMES =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";
  static final String MODELS = "Injection,Layer,TensorIndex,Bit,Model,Site\n";

  private Lists() {}

  static Path file(Path folder, String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FaultList list(Path folder, String name, String text) {
    return FaultList.read(file(folder, name, text));
  }

  /** The list as it is written. */
  static String written(Path folder, FaultList list) {
    try {
      Path file = folder.resolve("written.csv");
      list.write(file);
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
