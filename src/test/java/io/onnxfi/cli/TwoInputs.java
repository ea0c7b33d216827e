package io.onnxfi.cli;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.NumpyBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A model of words: {@code ids} {@code [n, 4]} and a {@code mask} {@code [n, 4]} to {@code tokens}
 * {@code [n, 4, 3]} and {@code scores} {@code [n, 3]}; samples for it, and faults in all its
 * parameters.
 */
final class TwoInputs {
  static final int SAMPLES = 22;
  static final int PLACES = 4;
  static final int CLASSES = 3;
  private static final int WORDS = 9;
  private static final int WIDTH = 5;

  /** Initializer, coordinates, their position, bit: what changes much, little, and nothing. */
  static final List<Flip> FLIPS =
      List.of(
          new Flip("table", "(3, 1)", 16, 30),
          new Flip("table", "(0, 4)", 4, 23),
          new Flip("w", "(2, 1)", 7, 30),
          new Flip("w", "(4, 0)", 12, 31),
          new Flip("w", "(0, 0)", 0, 0),
          new Flip("v", "(1, 2)", 5, 30),
          new Flip("v", "(0, 1)", 1, 21),
          new Flip("b", "(2,)", 2, 31));

  private TwoInputs() {}

  /** A bit of a parameter. */
  record Flip(String tensor, String index, int position, int bit) {}

  /** Parameters, with a bit flipped or, if it is null, none. */
  private static Tensor parameter(String name, Flip flip, long... dims) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, Shape.of(dims));
    for (int i = 0; i < tensor.shape().size(); i++) {
      tensor.floats().put(i, (float) random.nextDouble(-1, 1));
    }
    if (flip != null && flip.tensor().equals(name)) {
      tensor.putBits(flip.position(), tensor.bits(flip.position()) ^ 1L << flip.bit());
    }
    return tensor;
  }

  /**
   * The model.
   *
   * @param batch that it takes, {@link io.onnxfi.onnx.ValueInfo#DYNAMIC} for any
   */
  static OnnxModel model(long batch, Flip flip) {
    GraphBuilder graph = new GraphBuilder("words", 17);
    graph.input("ids", ElementType.INT64, batch, PLACES);
    graph.input("mask", ElementType.FLOAT, batch, PLACES);
    graph.initializer("table", parameter("table", flip, WORDS, WIDTH));
    graph.initializer("w", parameter("w", flip, WIDTH, CLASSES));
    graph.initializer("v", parameter("v", flip, WIDTH, CLASSES));
    graph.initializer("b", parameter("b", flip, CLASSES));
    graph.initializer("last", Tensor.ofLongs(Shape.of(1), 2));
    graph.node("Gather", List.of("table", "ids"), "words");
    graph.node("Unsqueeze", List.of("mask", "last"), "wide");
    graph.node("Mul", List.of("words", "wide"), "shown");
    graph.node("MatMul", List.of("shown", "w"), "tokens");
    graph.node(
        "ReduceMean", List.of("shown"), "mean", Map.of("axes", new long[] {1}, "keepdims", 0L));
    graph.node("Gemm", List.of("mean", "v", "b"), "scores");
    graph.output("tokens", ElementType.FLOAT, batch, PLACES, CLASSES);
    return graph.output("scores", ElementType.FLOAT, batch, CLASSES).build();
  }

  static Path faults(Path file) throws IOException {
    List<String> lines = new ArrayList<>(List.of("Injection,Layer,TensorIndex,Bit"));
    for (int i = 0; i < FLIPS.size(); i++) {
      Flip flip = FLIPS.get(i);
      lines.add("%d,%s,\"%s\",%d".formatted(i, flip.tensor(), flip.index(), flip.bit()));
    }
    return Files.write(file, lines);
  }

  /** What the model takes, by name. */
  static Map<String, Tensor> samples() {
    SplittableRandom random = new SplittableRandom(1);
    Tensor ids = Tensor.allocate(ElementType.INT64, Shape.of(SAMPLES, PLACES));
    Tensor mask = Tensor.allocate(ElementType.FLOAT, Shape.of(SAMPLES, PLACES));
    for (int i = 0; i < SAMPLES * PLACES; i++) {
      ids.longs().put(i, random.nextInt(WORDS));
      mask.floats().put(i, random.nextInt(4) == 0 ? 0 : 1);
    }
    Map<String, Tensor> samples = new LinkedHashMap<>();
    samples.put("mask", mask);
    samples.put("ids", ids);
    return samples;
  }

  static int[] labels() {
    int[] labels = new int[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      labels[i] = i % CLASSES;
    }
    return labels;
  }

  static Path labels(Path file) {
    Tensor labels = Tensor.allocate(ElementType.INT64, Shape.of(SAMPLES));
    for (int i = 0; i < SAMPLES; i++) {
      labels.longs().put(i, labels()[i]);
    }
    return NumpyBytes.write(file, NumpyBytes.of(labels));
  }

  /**
   * What a framework answers, {@code [samples][numbers]} by the name of the output, asked in
   * batches as the campaign asks.
   */
  static Map<String, float[][]> answers(String backend, OnnxModel model, int batch) {
    Map<String, float[][]> answers = new HashMap<>();
    model.outputNames().forEach(name -> answers.put(name, new float[SAMPLES][]));
    Map<String, Tensor> samples = samples();
    try (Backend opened = BackendProviders.named(backend, "test").open(BackendSettings.DEFAULT);
        Session session = opened.open(model)) {
      for (int from = 0; from < SAMPLES; from += batch) {
        int to = Math.min(SAMPLES, from + batch);
        List<Tensor> asked =
            List.of(samples.get("ids").slice(from, to), samples.get("mask").slice(from, to));
        List<Tensor> answered = session.run(asked);
        for (int output = 0; output < answered.size(); output++) {
          float[][] rows = answers.get(model.outputNames().get(output));
          for (int sample = from; sample < to; sample++) {
            rows[sample] =
                answered.get(output).slice(sample - from, sample - from + 1).toFloatArray();
          }
        }
      }
    }
    return answers;
  }
}
