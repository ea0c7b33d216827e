package io.onnxfi.training;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.training.TrainingState.Best;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Options and state of a training as bytes: a map of texts; the float tensors of the model and of
 * the optimizer's memory, by name; the history; the best model so far. Big-endian, texts as {@link
 * DataOutputStream#writeUTF}, lists and maps with their length before them.
 */
final class StateCodec {
  private StateCodec() {}

  static void write(DataOutputStream out, Map<String, String> options, TrainingState state)
      throws IOException {
    out.writeInt(options.size());
    for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
      out.writeUTF(option.getKey());
      out.writeUTF(option.getValue());
    }
    writeTensors(out, values(state.model()));
    writeTensors(out, new TreeMap<>(state.memory()));
    out.writeInt(state.history().size());
    for (EpochSummary summary : state.history()) {
      writeSummary(out, summary);
    }
    out.writeBoolean(state.best().isPresent());
    if (state.best().isPresent()) {
      Best best = state.best().get();
      out.writeInt(best.epoch());
      out.writeDouble(best.loss());
      writeTensors(out, values(best.model()));
    }
  }

  static Map<String, String> readOptions(DataInputStream in) throws IOException {
    Map<String, String> options = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      options.put(in.readUTF(), in.readUTF());
    }
    return options;
  }

  /** The state behind the options; {@code graph} is the model with any values. */
  static TrainingState readState(DataInputStream in, OnnxModel graph) throws IOException {
    OnnxModel model = withValues(graph, readTensors(in));
    Map<String, Tensor> memory = readTensors(in);
    List<EpochSummary> history = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      history.add(readSummary(in));
    }
    Optional<Best> best = Optional.empty();
    if (in.readBoolean()) {
      best =
          Optional.of(new Best(in.readInt(), in.readDouble(), withValues(graph, readTensors(in))));
    }
    return new TrainingState(model, memory, history, best);
  }

  private static Map<String, Tensor> values(OnnxModel model) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    for (Initializer initializer : model.initializers()) {
      if (initializer.type() == ElementType.FLOAT) {
        values.put(initializer.name(), model.tensor(initializer.name()));
      }
    }
    return values;
  }

  private static OnnxModel withValues(OnnxModel graph, Map<String, Tensor> values) {
    OnnxModel model = graph;
    for (Map.Entry<String, Tensor> entry : values.entrySet()) {
      model = model.withTensor(entry.getKey(), entry.getValue());
    }
    return model;
  }

  private static void writeTensors(DataOutputStream out, Map<String, Tensor> tensors)
      throws IOException {
    out.writeInt(tensors.size());
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      out.writeUTF(entry.getKey());
      long[] dims = entry.getValue().shape().dims();
      out.writeInt(dims.length);
      for (long dim : dims) {
        out.writeLong(dim);
      }
      for (float value : entry.getValue().toFloatArray()) {
        out.writeFloat(value);
      }
    }
  }

  private static Map<String, Tensor> readTensors(DataInputStream in) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      long[] dims = new long[in.readInt()];
      for (int axis = 0; axis < dims.length; axis++) {
        dims[axis] = in.readLong();
      }
      Shape shape = Shape.of(dims);
      float[] values = new float[Math.toIntExact(shape.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readFloat();
      }
      tensors.put(name, Tensor.ofFloats(shape, values));
    }
    return tensors;
  }

  private static void writeSummary(DataOutputStream out, EpochSummary summary) throws IOException {
    out.writeInt(summary.epoch());
    out.writeDouble(summary.rate());
    writeScore(out, Optional.of(summary.train()));
    writeScore(out, summary.validation());
    writeScore(out, summary.test());
    out.writeDouble(summary.seconds());
  }

  private static EpochSummary readSummary(DataInputStream in) throws IOException {
    return new EpochSummary(
        in.readInt(),
        in.readDouble(),
        readScore(in).orElseThrow(),
        readScore(in),
        readScore(in),
        in.readDouble());
  }

  private static void writeScore(DataOutputStream out, Optional<Score> score) throws IOException {
    out.writeBoolean(score.isPresent());
    if (score.isPresent()) {
      out.writeDouble(score.get().loss());
      out.writeLong(score.get().correct());
      out.writeLong(score.get().images());
    }
  }

  private static Optional<Score> readScore(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? Optional.of(new Score(in.readDouble(), in.readLong(), in.readLong()))
        : Optional.empty();
  }
}
