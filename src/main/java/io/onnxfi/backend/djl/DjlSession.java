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
import io.onnxfi.onnx.ElementEdit;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjIntConsumer;

/**
 * One model in PyTorch; an edited element is written into the live parameter and later restored.
 */
final class DjlSession implements Session {
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

  private static Tensor copy(NDArray array) {
    io.onnxfi.tensor.Shape shape = io.onnxfi.tensor.Shape.of(array.getShape().getShape());
    ElementType type =
        array.getDataType() == DataType.FLOAT64 ? ElementType.DOUBLE : ElementType.FLOAT;
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(type.bytes(shape.size())));
    // DJL's own copy to the heap ends the virtual machine if the heap has no room for it.
    return Tensor.of(type, shape, bytes.put(array.toByteBuffer(true)).flip());
  }

  @Override
  public Session edited(ElementEdit edit) {
    NDArray live = live(edit.initializer());
    if (!edited.compareAndSet(false, true)) {
      throw new IllegalStateException("another edited session is still open");
    }
    int before = copy(live).bytes().asIntBuffer().get(Math.toIntExact(edit.index()));
    write(live, edit.index(), (int) edit.bits());
    return new Edited(edit, before);
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

  /** Bits go in as bytes: no float conversion may quieten a signalling NaN on the way. */
  private void write(NDArray live, long index, int bits) {
    ByteBuffer word = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
    word.putInt(0, bits);
    try (NDArray value = manager.create(word, new Shape(1), DataType.FLOAT32);
        NDArray flat = live.reshape(-1)) {
      flat.set(new NDIndex().addSliceDim(index, index + 1), value);
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

  /** This session while one element of a live parameter is changed. */
  private final class Edited implements Session {
    private final ElementEdit edit;
    private final int before;
    private boolean open = true;

    Edited(ElementEdit edit, int before) {
      this.edit = edit;
      this.before = before;
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
    public Session edited(ElementEdit second) {
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
        write(live(edit.initializer()), edit.index(), before);
        edited.set(false);
      }
    }
  }
}
