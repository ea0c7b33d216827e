package io.onnxfi.injection;

import io.onnxfi.fault.model.Changes;
import io.onnxfi.onnx.DenseEdit;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.SparseEdit;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The elements of one initializer while faults change them: a few by their positions, many in a
 * copy of the tensor.
 */
final class WeightChanges implements Changes {
  /** An element by its position takes as much memory as so many elements of a copy. */
  private static final int ELEMENTS_PER_POSITION = 16;

  private final OnnxModel model;
  private final String tensor;
  private final ElementType type;
  private final long most;
  private final SortedMap<Long, Long> few = new TreeMap<>();
  private Optional<Tensor> copy = Optional.empty();

  WeightChanges(OnnxModel model, String tensor, ElementType type) {
    this.model = model;
    this.tensor = tensor;
    this.type = type;
    long size = model.initializer(tensor).orElseThrow().shape().size();
    this.most = Math.max(ELEMENTS_PER_POSITION, size / ELEMENTS_PER_POSITION);
  }

  @Override
  public void bits(long position, long kept, long inverted) {
    put(position, ((now(position) & kept) ^ inverted) & type.mask());
  }

  @Override
  public void add(long position, double amount) {
    put(position, ElementValues.plus(type, now(position), amount));
  }

  private long now(long position) {
    if (copy.isPresent()) {
      return copy.get().bits(position);
    }
    Long changed = few.get(position);
    return changed == null ? model.elementBits(tensor, position) : changed;
  }

  private void put(long position, long bits) {
    if (copy.isEmpty() && few.size() >= most && !few.containsKey(position)) {
      copy = Optional.of(copied());
    }
    if (copy.isPresent()) {
      copy.get().putBits(position, bits);
    } else {
      few.put(position, bits);
    }
  }

  /** On the heap, where memory comes back as soon as it is not needed. */
  private Tensor copied() {
    Tensor golden = model.tensor(tensor);
    ByteBuffer bytes = ByteBuffer.allocate(golden.bytes().remaining()).put(golden.bytes()).flip();
    Tensor writable = Tensor.of(type, golden.shape(), bytes);
    few.forEach(writable::putBits);
    few.clear();
    return writable;
  }

  /** What is left of them: nothing if all elements have their bits back. */
  Optional<TensorEdit> edit() {
    if (copy.isPresent()) {
      boolean same = copy.get().bytes().equals(model.tensor(tensor).bytes());
      return same ? Optional.empty() : Optional.of(new DenseEdit(tensor, copy.get()));
    }
    few.entrySet().removeIf(e -> e.getValue() == model.elementBits(tensor, e.getKey()));
    return few.isEmpty() ? Optional.empty() : Optional.of(SparseEdit.of(tensor, few));
  }
}
