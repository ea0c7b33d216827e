package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.onnxfi.backend.Inputs;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjIntConsumer;

/** One model in PyTorch; edited weights are written into the live parameters and later restored. */
final class DjlSession implements Session {
  /** Up to so many elements are written one by one. */
  private static final int MOST_SINGLE = 16;

  private final NDManager manager;
  private final OnnxBlock block;
  private final OnnxModel model;
  private final AtomicBoolean edited = new AtomicBoolean();

  DjlSession(NDManager manager, OnnxModel model) {
    this.manager = manager;
    this.model = model;
    for (ValueInfo input : model.inputs()) {
      if (input.type() != ElementType.FLOAT) {
        throw new UnsupportedInputException(
            "PyTorch (DJL) takes float inputs, but '%s' is %s; %s"
                .formatted(input.name(), input, Operators.REMEDY));
      }
    }
    this.block = new OnnxBlock(model, manager);
  }

  @Override
  public List<ValueInfo> inputs() {
    return model.inputs();
  }

  @Override
  public List<ValueInfo> outputs() {
    return model.outputs();
  }

  @Override
  public List<Tensor> run(List<Tensor> inputs) {
    if (edited.get()) {
      throw new IllegalStateException("close the edited session before running this one");
    }
    return infer(inputs);
  }

  private List<Tensor> infer(List<Tensor> inputs) {
    List<Tensor> results = new ArrayList<>();
    infer(inputs, (array, i) -> results.add(copy(array)));
    return results;
  }

  @Override
  public void run(List<Tensor> inputs, List<Tensor> outputs) {
    if (edited.get()) {
      throw new IllegalStateException("close the edited session before running this one");
    }
    infer(inputs, outputs);
  }

  private void infer(List<Tensor> inputs, List<Tensor> outputs) {
    infer(inputs, (array, i) -> outputs.get(i).bytes().put(array.toByteBuffer(true)));
  }

  private void infer(List<Tensor> inputs, ObjIntConsumer<NDArray> sink) {
    Inputs.require(inputs(), inputs);
    try (NDManager scratch = manager.newSubManager()) {
      NDList feeds = new NDList();
      for (Tensor tensor : inputs) {
        feeds.add(OnnxBlock.share(scratch, tensor, new Shape(tensor.shape().dims())));
      }
      NDList results = block.infer(feeds);
      for (int i = 0; i < results.size(); i++) {
        sink.accept(results.get(i), i);
      }
    } catch (OnnxFiException e) {
      throw e;
    } catch (RuntimeException e) { // an output of more than 2 GiB, for example
      throw FrameworkException.of("PyTorch (DJL) cannot run the model", e);
    }
  }

  /** A copy outside the engine. */
  static Tensor copy(NDArray array) {
    io.onnxfi.tensor.Shape shape = io.onnxfi.tensor.Shape.of(array.getShape().getShape());
    ElementType type =
        array.getDataType() == DataType.FLOAT64 ? ElementType.DOUBLE : ElementType.FLOAT;
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(type.bytes(shape.size())));
    // DJL's own copy to the heap ends the virtual machine if the heap has no room for it.
    return Tensor.of(type, shape, bytes.put(array.toByteBuffer(true)).flip());
  }

  @Override
  public Session edited(EditSet edits) {
    edits.tensors().forEach(this::requireInjectable);
    if (!edited.compareAndSet(false, true)) {
      throw new IllegalStateException("another edited session is still open");
    }
    edits.edits().forEach(this::write);
    return new Edited(edits);
  }

  private NDArray live(String initializer) {
    NDArray live = block.live(initializer);
    if (live == null) {
      throw new UnsupportedInputException(
          "PyTorch (DJL) cannot inject into '%s': it is not a live float parameter"
              .formatted(initializer));
    }
    return live;
  }

  /** Single elements in place, or the whole parameter if they are many. */
  private void write(TensorEdit edit) {
    if (edit.size() <= MOST_SINGLE) {
      edit.forEach((position, bits) -> write(edit.tensor(), position, (int) bits));
    } else {
      Tensor golden = model.tensor(edit.tensor());
      Tensor faulty = Tensor.allocate(golden.type(), golden.shape());
      faulty.bytes().put(golden.bytes());
      edit.forEach(faulty::putBits);
      write(edit.tensor(), faulty);
    }
  }

  private void restore(TensorEdit edit) {
    if (edit.size() <= MOST_SINGLE) {
      edit.forEach(
          (position, bits) ->
              write(edit.tensor(), position, (int) model.elementBits(edit.tensor(), position)));
    } else {
      write(edit.tensor(), model.tensor(edit.tensor()));
    }
  }

  private void write(String initializer, long index, int bits) {
    ByteBuffer word = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
    write(initializer, index, index + 1, word.putInt(0, bits));
  }

  private void write(String initializer, Tensor values) {
    ByteBuffer bytes = values.bytes();
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.nativeOrder());
    write(initializer, 0, values.shape().size(), direct.put(bytes).flip());
  }

  /** Bits go in as bytes: no float conversion may quieten a signalling NaN on the way. */
  private void write(String initializer, long from, long to, ByteBuffer bytes) {
    try (NDArray value = manager.create(bytes, new Shape(to - from), DataType.FLOAT32);
        NDArray flat = live(initializer).reshape(-1)) {
      flat.set(new NDIndex().addSliceDim(from, to), value);
    }
  }

  @Override
  public void requireInjectable(String initializer) {
    live(initializer);
  }

  @Override
  public Tensor initializer(String name) {
    NDArray live = block.live(name);
    return live == null ? model.tensor(name) : copy(live);
  }

  @Override
  public void close() {
    manager.close();
  }

  /** This session while some live parameters are changed. */
  private final class Edited implements Session {
    private final EditSet edits;
    private boolean open = true;

    Edited(EditSet edits) {
      this.edits = edits;
    }

    @Override
    public List<ValueInfo> inputs() {
      return DjlSession.this.inputs();
    }

    @Override
    public List<ValueInfo> outputs() {
      return DjlSession.this.outputs();
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      if (!open) {
        throw new IllegalStateException("this edited session is closed");
      }
      return infer(inputs);
    }

    @Override
    public void run(List<Tensor> inputs, List<Tensor> outputs) {
      if (!open) {
        throw new IllegalStateException("this edited session is closed");
      }
      infer(inputs, outputs);
    }

    @Override
    public Session edited(EditSet second) {
      throw new IllegalStateException("an edited session cannot be edited again");
    }

    @Override
    public void requireInjectable(String initializer) {
      throw new IllegalStateException("an edited session cannot be edited again");
    }

    @Override
    public Tensor initializer(String name) {
      return DjlSession.this.initializer(name);
    }

    @Override
    public void close() {
      if (open) {
        open = false;
        edits.edits().forEach(DjlSession.this::restore);
        edited.set(false);
      }
    }
  }
}
