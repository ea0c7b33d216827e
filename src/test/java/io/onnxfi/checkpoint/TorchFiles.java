package io.onnxfi.checkpoint;

import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Small files that PyTorch and safetensors wrote themselves; see make_torch_golden.py. */
final class TorchFiles {
  private TorchFiles() {}

  static byte[] bytes(String name) {
    try (InputStream stream = TorchFiles.class.getResourceAsStream("torch/" + name)) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Checkpoint read(String name) {
    return read(name, bytes(name));
  }

  /** All tensors of a file, by plain name. */
  static Map<String, Tensor> tensors(String name, byte[] bytes) {
    return Tensors.of(read(name, bytes).contents());
  }

  static Map<String, Tensor> tensors(String name) {
    return tensors(name, bytes(name));
  }

  /** Reads bytes as a file of that name. */
  static Checkpoint read(String name, byte[] bytes) {
    try {
      return Checkpoint.read(FileBytes.of(name, bytes));
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
    }
  }
}
