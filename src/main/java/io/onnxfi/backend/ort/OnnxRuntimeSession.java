package io.onnxfi.backend.ort;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.onnxfi.backend.Inputs;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.onnx.WideInterface;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One model in ONNX Runtime; edited weights mean rewritten protobuf bytes and a new session. */
final class OnnxRuntimeSession implements Session {
  private final OnnxRuntimeBackend backend;
  private final OnnxModel model;
  private final OrtSession session;
  private final List<ValueInfo> inputs;
  private final List<String> inputNames;
  private final List<String> outputs;
  private final Map<String, ElementType> outputTypes;
  private final List<String> outputNames;

  OnnxRuntimeSession(OnnxRuntimeBackend backend, OnnxModel model) {
    this.backend = backend;
    this.model = model;
    this.session = create(backend, WideInterface.widen(model));
    this.inputs = model.inputs();
    this.outputs = model.outputNames();
    this.outputTypes = model.outputTypes();
    this.inputNames =
        inputs.stream().map(input -> WideInterface.name(input.name(), input.type())).toList();
    this.outputNames = outputs.stream().map(this::wideName).toList();
  }

  private String wideName(String output) {
    ElementType type = outputTypes.get(output);
    return type == null ? output : WideInterface.name(output, type);
  }

  private static OrtSession create(OnnxRuntimeBackend backend, OnnxModel model) {
    try (OrtSession.SessionOptions options = backend.options()) {
      Optional<byte[]> bytes = model.toBytes();
      if (bytes.isPresent()) {
        return backend.environment().createSession(bytes.get(), options);
      }
      try (TemporaryModel files = TemporaryModel.write(model)) {
        return backend.environment().createSession(files.path().toString(), options);
      }
    } catch (OrtException e) {
      throw FrameworkException.of("ONNX Runtime cannot load the model", e);
    }
  }

  @Override
  public List<ValueInfo> inputs() {
    return inputs;
  }

  @Override
  public List<ValueInfo> outputs() {
    return model.outputs();
  }

  @Override
  public List<Tensor> run(List<Tensor> tensors) {
    Inputs.require(inputs, tensors);
    Map<String, OnnxTensor> feeds = new HashMap<>();
    try {
      wrap(inputNames, tensors, feeds);
      try (OrtSession.Result result = session.run(feeds)) {
        List<Tensor> found = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
          Tensor output = copy(result.get(outputNames.get(i)).orElseThrow());
          ElementType type = outputTypes.getOrDefault(outputs.get(i), output.type());
          found.add(WideInterface.narrow(output, type));
        }
        return found;
      }
    } catch (OrtException e) {
      throw cannotRun(e);
    } finally {
      feeds.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void run(List<Tensor> tensors, List<Tensor> results) {
    Inputs.require(inputs, tensors);
    Map<String, OnnxTensor> feeds = new HashMap<>();
    Map<String, OnnxTensor> pinned = new HashMap<>();
    try {
      wrap(inputNames, tensors, feeds);
      List<Tensor> wide = results.stream().map(WideInterface::widen).toList();
      wrap(outputNames, wide, pinned);
      session.run(feeds, pinned).close();
      for (int i = 0; i < wide.size(); i++) {
        if (wide.get(i) != results.get(i)) {
          Tensor narrow = WideInterface.narrow(wide.get(i), results.get(i).type());
          results.get(i).bytes().put(narrow.bytes());
        }
      }
    } catch (OrtException e) {
      throw cannotRun(e);
    } finally {
      feeds.values().forEach(OnnxTensor::close);
      pinned.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxFiException cannotRun(OrtException e) {
    return FrameworkException.of("ONNX Runtime cannot run the model", e);
  }

  private void wrap(List<String> values, List<Tensor> tensors, Map<String, OnnxTensor> wrapped)
      throws OrtException {
    for (int i = 0; i < values.size(); i++) {
      wrapped.put(values.get(i), wrap(WideInterface.widen(tensors.get(i))));
    }
  }

  /** Elements as numbers of their width: its interface copies those on the heap as such. */
  private OnnxTensor wrap(Tensor tensor) throws OrtException {
    ByteBuffer bytes = tensor.bytes().order(ByteOrder.nativeOrder());
    long[] dims = tensor.shape().dims();
    OnnxJavaType type = JavaTypes.of(tensor.type());
    OrtEnvironment environment = backend.environment();
    return switch (type) {
      case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), dims);
      case DOUBLE -> OnnxTensor.createTensor(environment, bytes.asDoubleBuffer(), dims);
      case FLOAT16, BFLOAT16, INT16 ->
          OnnxTensor.createTensor(environment, bytes.asShortBuffer(), dims, type);
      case INT32 -> OnnxTensor.createTensor(environment, bytes.asIntBuffer(), dims);
      case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), dims);
      default -> OnnxTensor.createTensor(environment, bytes, dims, type);
    };
  }

  private static Tensor copy(OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor) || !(value.getInfo() instanceof TensorInfo info)) {
      throw new UnsupportedInputException("only tensor outputs are supported, not " + value);
    }
    try {
      return Tensor.of(JavaTypes.of(info), Shape.of(info.getShape()), tensor.getByteBuffer());
    } catch (IllegalArgumentException | ArithmeticException e) { // more than 2 GiB
      throw FrameworkException.of("ONNX Runtime's output cannot be read", e);
    }
  }

  @Override
  public Session edited(EditSet edits) {
    return new OnnxRuntimeSession(backend, model.withEdits(edits));
  }

  /** Any initializer of the model: its bytes are rewritten before ONNX Runtime sees them. */
  @Override
  public void requireInjectable(String initializer) {
    model.elementBits(initializer, 0);
  }

  /** From the model this session was built from: ONNX Runtime shows no initializer's value. */
  @Override
  public Tensor initializer(String name) {
    return model.tensor(name);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime cannot close a session", e);
    }
  }
}
