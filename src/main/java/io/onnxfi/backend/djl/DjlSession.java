package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjIntConsumer;

/** One model in PyTorch; edited weights are written into the live parameters and later restored. */
final class DjlSession implements Session {
  /** Up to so many elements are restored one by one. */
  private static final int MOST_SINGLE = 16;

  private final NDManager manager;
  private final OnnxBlock block;
  private final OnnxModel model;
  private final Map<String, ElementType> outputTypes;
  private final AtomicBoolean edited = new AtomicBoolean();

  DjlSession(NDManager manager, OnnxModel model) {
    this.manager = manager;
    this.model = model;
    model.inputs().forEach(input -> requireHeld(input.name(), input.type()));
    this.outputTypes = model.outputTypes();
    outputTypes.forEach(DjlSession::requireHeld);
    this.block = new OnnxBlock(model, manager);
  }

  private static void requireHeld(String value, ElementType type) {
    EngineTensors.require(type, "'" + value + "'");
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
    List<String> outputs = model.outputNames();
    infer(
        inputs,
        (array, i) -> {
          ElementType stated = outputTypes.get(outputs.get(i));
          ElementType type = stated == null ? TorchType.of(array.getDataType()) : stated;
          results.add(EngineTensors.read(array, type));
        });
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
    infer(inputs, (array, i) -> EngineTensors.read(array, outputs.get(i)));
  }

  private void infer(List<Tensor> inputs, ObjIntConsumer<NDArray> sink) {
    Inputs.require(inputs(), inputs);
    try (NDManager scratch = manager.newSubManager()) {
      NDList feeds = new NDList();
      for (Tensor tensor : inputs) {
        feeds.add(EngineTensors.share(scratch, tensor));
      }
      NDList results = block.infer(feeds);
      results.attach(scratch); // else one made of a parameter would live as long as that
      for (int i = 0; i < results.size(); i++) {
        sink.accept(results.get(i), i);
      }
    } catch (OnnxFiException e) {
      throw e;
    } catch (RuntimeException e) { // an output of more than 2 GiB, for example
      throw FrameworkException.of("PyTorch (DJL) cannot run the model", e);
    }
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
          "PyTorch (DJL) cannot inject into '%s': an operator reads it before it runs"
              .formatted(initializer));
    }
    return live;
  }

  /** Bits go in as they are: no conversion may quieten a signalling NaN on the way. */
  private void write(TensorEdit edit) {
    edit.forEach(memory(edit.tensor())::put);
  }

  /** Single elements, or all of them if many were changed. */
  private void restore(TensorEdit edit) {
    LiveMemory memory = memory(edit.tensor());
    if (edit.size() <= MOST_SINGLE) {
      edit.forEach(
          (position, bits) -> memory.put(position, model.elementBits(edit.tensor(), position)));
    } else {
      memory.put(model.tensor(edit.tensor()));
    }
  }

  private LiveMemory memory(String initializer) {
    return LiveMemory.of(live(initializer), type(initializer));
  }

  private ElementType type(String initializer) {
    return model.initializer(initializer).orElseThrow().type();
  }

  @Override
  public void requireInjectable(String initializer) {
    live(initializer);
  }

  @Override
  public Tensor initializer(String name) {
    NDArray live = block.live(name);
    return live == null ? model.tensor(name) : EngineTensors.read(live, type(name));
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
