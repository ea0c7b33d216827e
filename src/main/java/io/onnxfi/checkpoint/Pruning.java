package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** A weight that is stored as it was before pruning, and a mask: their product, as in PyTorch. */
final class Pruning {
  private Pruning() {}

  /** The weight, to be read later; empty if the two cannot be one. */
  static Optional<StoredTensor> fold(StoredTensor original, StoredTensor mask) {
    boolean isRead =
        original.type() == ElementType.FLOAT
            && (mask.type() == ElementType.FLOAT || mask.type() == ElementType.BOOL)
            && mask.shape().equals(original.shape());
    return isRead
        ? Optional.of(
            new StoredTensor(
                original.type(),
                original.shape(),
                List.of(original.origin(), mask.origin()),
                () -> product(original.read(), mask.read()),
                "pruning"))
        : Optional.empty();
  }

  private static Tensor product(Tensor original, Tensor mask) {
    ByteBuffer values = original.bytes();
    ByteBuffer factors = mask.bytes();
    HeapLimit.require(values.remaining(), "a pruned weight");
    ByteBuffer product = ByteBuffer.allocate(values.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    while (values.hasRemaining()) {
      float factor = mask.type() == ElementType.FLOAT ? factors.getFloat() : (float) factors.get();
      product.putFloat(values.getFloat() * factor);
    }
    return Tensor.of(original.type(), original.shape(), product.flip().asReadOnlyBuffer());
  }
}
