package io.onnxfi.testing;

import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Classifiers {@code x [n, 3, 8, 8] → scores [n, 5]} with graphs within their nodes, whose weights
 * are initializers of the outermost graph.
 */
public final class ControlFlow {
  private static final int OPSET = 17;
  private static final long WIDTH = 6;
  private static final long SIZE = 8;

  private ControlFlow() {}

  private static GraphBuilder begin(String name, long size) {
    GraphBuilder g = new GraphBuilder(name, OPSET);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, size, size);
    g.initializer("first.weight", Graphs.random(1, WIDTH, 3));
    g.node("GlobalAveragePool", List.of("x"), "pooled");
    g.node("Flatten", List.of("pooled"), "flat");
    g.node("Gemm", List.of("flat", "first.weight"), "sums", Map.of("transB", 1L));
    g.node("Relu", List.of("sums"), "hidden");
    return g;
  }

  private static OnnxModel end(GraphBuilder g, String value) {
    g.initializer("last.weight", Graphs.random(2, 5, WIDTH));
    g.node("Gemm", List.of(value, "last.weight"), "scores", Map.of("transB", 1L));
    return g.output("scores", ElementType.FLOAT, ValueInfo.DYNAMIC, 5).build();
  }

  private static OnnxModel branch(String name, String input, String weight, String opType) {
    GraphBuilder body = new GraphBuilder(name, OPSET);
    body.outer(input);
    body.outer(weight);
    body.node("MatMul", List.of(input, weight), name + ".sum");
    body.node(opType, List.of(name + ".sum"), name + ".out");
    return body.output(name + ".out", ElementType.FLOAT, ValueInfo.DYNAMIC, WIDTH).build();
  }

  /** Whether anything hidden is larger than a limit. */
  private static String condition(GraphBuilder g, String value, float limit) {
    g.initializer(value + ".limit", Tensor.ofFloats(Shape.of(), limit));
    g.node("ReduceMax", List.of(value), value + ".max", Map.of("keepdims", 0L));
    return g.node("Greater", List.of(value + ".max", value + ".limit"), value + ".isLarge");
  }

  /**
   * One of two products, each with a weight of its own, by the largest hidden number of a batch.
   */
  public static OnnxModel branching(float limit) {
    return branching(limit, SIZE);
  }

  /** The same for images of another height and width. */
  public static OnnxModel branching(float limit, long size) {
    GraphBuilder g = begin("branching", size);
    g.initializer("then.weight", Graphs.random(3, WIDTH, WIDTH));
    g.initializer("else.weight", Graphs.random(4, WIDTH, WIDTH));
    Map<String, Object> branches =
        Map.of(
            "then_branch", branch("then", "hidden", "then.weight", "Tanh"),
            "else_branch", branch("else", "hidden", "else.weight", "Relu"));
    String chosen = g.node("If", List.of(condition(g, "hidden", limit)), "chosen", branches);
    return end(g, chosen);
  }

  /** Three times {@code h ← tanh(h · W)}; the mean of all of them is classified. */
  public static OnnxModel looping() {
    GraphBuilder g = begin("looping", SIZE);
    g.initializer("loop.weight", Graphs.random(3, WIDTH, WIDTH));
    g.initializer("trips", Tensor.ofLongs(Shape.of(), 3));
    GraphBuilder body = new GraphBuilder("body", OPSET);
    body.input("i", ElementType.INT64);
    body.input("goesOn", ElementType.BOOL);
    body.input("h", ElementType.FLOAT, ValueInfo.DYNAMIC, WIDTH);
    body.outer("loop.weight");
    body.node("MatMul", List.of("h", "loop.weight"), "product");
    body.node("Tanh", List.of("product"), "next");
    body.node("Identity", List.of("next"), "seen");
    body.node("Identity", List.of("goesOn"), "stillGoesOn");
    body.output("stillGoesOn", ElementType.BOOL);
    body.output("next", ElementType.FLOAT, ValueInfo.DYNAMIC, WIDTH);
    body.output("seen", ElementType.FLOAT, ValueInfo.DYNAMIC, WIDTH);
    g.node(
        "Loop",
        List.of("trips", "", "hidden"),
        List.of("final", "all"),
        Map.of("body", body.build()));
    g.node("ReduceMean", List.of("all"), "mean", Map.of("axes", new long[] {0}, "keepdims", 0L));
    g.node("Add", List.of("mean", "final"), "both");
    return end(g, "both");
  }

  /** A loop of two runs with a branch in it, which reads a weight two graphs further out. */
  public static OnnxModel nested() {
    GraphBuilder g = begin("nested", SIZE);
    g.initializer("then.weight", Graphs.random(3, WIDTH, WIDTH));
    g.initializer("else.weight", Graphs.random(4, WIDTH, WIDTH));
    g.initializer("trips", Tensor.ofLongs(Shape.of(), 2));
    GraphBuilder body = new GraphBuilder("body", OPSET);
    body.input("i", ElementType.INT64);
    body.input("goesOn", ElementType.BOOL);
    body.input("h", ElementType.FLOAT, ValueInfo.DYNAMIC, WIDTH);
    body.initializer("one", Tensor.ofLongs(Shape.of(), 1));
    body.node("Less", List.of("i", "one"), "isFirst");
    Map<String, Object> branches =
        Map.of(
            "then_branch", branch("then", "h", "then.weight", "Tanh"),
            "else_branch", branch("else", "h", "else.weight", "Identity"));
    body.node("If", List.of("isFirst"), "next", branches);
    body.node("Identity", List.of("goesOn"), "stillGoesOn");
    body.output("stillGoesOn", ElementType.BOOL);
    body.output("next", ElementType.FLOAT, ValueInfo.DYNAMIC, WIDTH);
    g.node("Loop", List.of("trips", "", "hidden"), "final", Map.of("body", body.build()));
    return end(g, "final");
  }
}
