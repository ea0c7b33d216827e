package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tensors in files of their own, as ONNX's tests have them. */
public final class TensorFiles {
  private TensorFiles() {}

  /** Reads one. */
  public static Tensor read(Path file) {
    try {
      return Tensors.decode(TensorProto.parseFrom(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
