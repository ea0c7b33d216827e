package io.onnxfi.backend.ort;

import io.onnxfi.onnx.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A model too large for one message, on disk just as long as a session needs to load it. */
record TemporaryModel(Path path) implements AutoCloseable {
  static TemporaryModel write(OnnxModel model) {
    try {
      Path file = Files.createTempDirectory("onnxfi").resolve("model.onnx");
      model.save(file);
      return new TemporaryModel(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create a temporary folder for the model", e);
    }
  }

  @Override
  public void close() {
    try {
      Path data = path.resolveSibling(path.getFileName() + ".data");
      for (Path file : List.of(path, data, path.getParent())) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + path, e);
    }
  }
}
