package io.onnxfi.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.ControlFlow;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs within nodes: by hand, and in ONNX Runtime. */
class BodyTest {
  private static final int OPSET = 17;

  private static Tensor truth(boolean value) {
    Tensor truth = Tensor.allocate(ElementType.BOOL, Shape.of());
    truth.putBits(0, value ? 1 : 0);
    return truth;
  }

  /** {@code s ← 2 · s} while the largest stays below 10, with a limit of the outer graph. */
  private static OnnxModel doubling(String trips, String begins) {
    GraphBuilder g = new GraphBuilder("doubling", OPSET);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    g.initializer("limit", Tensor.ofFloats(Shape.of(), 10));
    if (!trips.isEmpty()) {
      g.initializer("trips", Tensor.ofLongs(Shape.of(), Long.parseLong(trips)));
    }
    if (!begins.isEmpty()) {
      g.initializer("begins", truth(Boolean.parseBoolean(begins)));
    }
    GraphBuilder body = new GraphBuilder("body", OPSET);
    body.input("i", ElementType.INT64);
    body.input("goesOn", ElementType.BOOL);
    body.input("s", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    body.outer("limit");
    body.node("Add", List.of("s", "s"), "next");
    body.node("ReduceMax", List.of("next"), "most", Map.of("keepdims", 0L));
    body.node("Less", List.of("most", "limit"), "stays");
    body.node("Identity", List.of("next"), "seen");
    body.output("stays", ElementType.BOOL);
    body.output("next", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    body.output("seen", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    List<String> inputs =
        List.of(trips.isEmpty() ? "" : "trips", begins.isEmpty() ? "" : "begins", "x");
    g.node("Loop", inputs, List.of("last", "all"), Map.of("body", body.build()));
    g.output("last", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    return g.output("all", ElementType.FLOAT, ValueInfo.DYNAMIC, ValueInfo.DYNAMIC, 2).build();
  }

  @ParameterizedTest
  @CsvSource({"2,", "9,", "9,true", "'',true", "2,true", "0,", "-1,", "9,false", "'',false"})
  void shouldLoopAsOftenAsItIsAsked(String trips, String begins) {
    String begin = begins == null ? "" : begins;
    long most = trips.isEmpty() ? Long.MAX_VALUE : Long.parseLong(trips);
    float[] state = {1, -3};
    List<Float> seen = new ArrayList<>();
    boolean goesOn = !begin.equals("false");
    for (long i = 0; i < most && goesOn; i++) {
      state = new float[] {state[0] * 2, state[1] * 2};
      seen.addAll(List.of(state[0], state[1]));
      goesOn = Math.max(state[0], state[1]) < 10;
    }
    for (BackendProvider provider : BackendProviders.all()) {
      try (Backend backend = provider.open(BackendSettings.DEFAULT);
          Session session = backend.open(doubling(trips, begin))) {
        for (int again = 0; again < 2; again++) {
          List<Tensor> found = session.run(List.of(Tensor.ofFloats(Shape.of(1, 2), 1, -3)));
          assertThat(found.get(0).toFloatArray()).as(provider.id()).containsExactly(state);
          // Without any run, ONNX Runtime takes the extents that the body leaves open as 0.
          long rows = seen.isEmpty() ? 0 : 1;
          assertThat(found.get(1).shape()).isEqualTo(Shape.of(seen.size() / 2, rows, 2));
          assertThat(found.get(1).toFloatArray())
              .as(provider.id())
              .containsExactly(seen.toArray(Float[]::new));
        }
      }
    }
  }

  /** Sums of the columns of {@code x} from the last to the first, beside each other. */
  @Test
  void shouldScanAlongAnyAxisInAnyDirection() {
    GraphBuilder g = new GraphBuilder("sums", OPSET);
    g.input("x", ElementType.FLOAT, 2, 3);
    g.initializer("zero", Tensor.ofFloats(Shape.of(2), 0, 0));
    GraphBuilder body = new GraphBuilder("body", OPSET);
    body.input("sum", ElementType.FLOAT, 2);
    body.input("column", ElementType.FLOAT, 2);
    body.node("Add", List.of("sum", "column"), "next");
    body.node("Identity", List.of("next"), "seen");
    body.output("next", ElementType.FLOAT, 2).output("seen", ElementType.FLOAT, 2);
    Map<String, Object> attributes =
        Map.of(
            "body", body.build(),
            "num_scan_inputs", 1L,
            "scan_input_axes", new long[] {-1},
            "scan_input_directions", new long[] {1},
            "scan_output_axes", new long[] {1},
            "scan_output_directions", new long[] {1});
    g.node("Scan", List.of("zero", "x"), List.of("sum.all", "sums"), attributes);
    g.output("sum.all", ElementType.FLOAT, 2);
    OnnxModel model = g.output("sums", ElementType.FLOAT, 2, 3).build();
    for (BackendProvider provider : BackendProviders.all()) {
      try (Backend backend = provider.open(BackendSettings.DEFAULT);
          Session session = backend.open(model)) {
        List<Tensor> found =
            session.run(List.of(Tensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 10, 20, 30)));
        assertThat(found.get(0).toFloatArray()).containsExactly(6, 60);
        assertThat(found.get(1).toFloatArray())
            .as(provider.id())
            .containsExactly(6, 5, 3, 60, 50, 30);
      }
    }
  }

  /** What a body hands through is not its to give away: it is there in the next run too. */
  @Test
  void shouldKeepWhatABodyOnlyHandsOn() {
    GraphBuilder g = new GraphBuilder("handing", OPSET);
    g.input("x", ElementType.FLOAT, 2);
    g.initializer("w", Tensor.ofFloats(Shape.of(2), 3, 4));
    g.initializer("trips", Tensor.ofLongs(Shape.of(), 2));
    GraphBuilder body = new GraphBuilder("body", OPSET);
    body.input("i", ElementType.INT64);
    body.input("goesOn", ElementType.BOOL);
    body.input("s", ElementType.FLOAT, 2);
    body.output("goesOn", ElementType.BOOL).output("s", ElementType.FLOAT, 2);
    g.node("Loop", List.of("trips", "", "w"), "same", Map.of("body", body.build()));
    g.node("Add", List.of("same", "x"), "y");
    OnnxModel model = g.output("y", ElementType.FLOAT, 2).build();
    try (Backend backend = new DjlBackend();
        Session session = backend.open(model)) {
      for (int again = 0; again < 3; again++) {
        Tensor x = Tensor.ofFloats(Shape.of(2), 1, again);
        assertThat(session.run(List.of(x)).get(0).toFloatArray()).containsExactly(4, 4 + again);
      }
    }
  }

  @Test
  void shouldNameAnOperatorWithinABranch() {
    GraphBuilder g = new GraphBuilder("unknown", OPSET);
    g.input("x", ElementType.FLOAT, 2);
    g.input("c", ElementType.BOOL);
    Map<String, Object> branches =
        Map.of("then_branch", branch("Relu", "then.y"), "else_branch", branch("Nonsense", "n"));
    g.node("If", List.of("c"), "y", branches);
    OnnxModel model = g.output("y", ElementType.FLOAT, 2).build();
    try (Backend backend = new DjlBackend()) {
      assertThatThrownBy(() -> backend.open(model))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessage(
              "PyTorch (DJL) cannot run operator Nonsense of opset 17 at node 0 'n' (Nonsense) in"
                  + " else_branch of node 0 'y' (If); --backend ort runs it in ONNX Runtime only");
    }
  }

  private static OnnxModel branch(String opType, String output) {
    GraphBuilder body = new GraphBuilder("branch", OPSET);
    body.node(opType, List.of(body.outer("x")), output);
    return body.output(output, ElementType.FLOAT, 2).build();
  }

  @Test
  void shouldRefuseAConditionOfSeveralElements() {
    GraphBuilder g = new GraphBuilder("vague", OPSET);
    g.input("x", ElementType.FLOAT, 2);
    g.node("Greater", List.of("x", g.initializer("zero", Tensor.ofFloats(Shape.of(), 0))), "c");
    Map<String, Object> branches =
        Map.of("then_branch", branch("Relu", "then.y"), "else_branch", branch("Neg", "else.y"));
    g.node("If", List.of("c"), "y", branches);
    OnnxModel model = g.output("y", ElementType.FLOAT, 2).build();
    try (Backend backend = new DjlBackend();
        Session session = backend.open(model)) {
      assertThatThrownBy(() -> session.run(List.of(Tensor.ofFloats(Shape.of(2), 1, 2))))
          .isInstanceOf(FrameworkException.class)
          .hasMessageContaining("a condition of one element, found one of shape (2)");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldLeaveNothingBehind(boolean isNested) {
    OnnxModel model = isNested ? ControlFlow.nested() : ControlFlow.looping();
    try (NDManager manager = DjlBackend.start()) {
      OnnxBlock block = new OnnxBlock(model, manager);
      int held = manager.getManagedArrays().size();
      for (int again = 0; again < 3; again++) {
        try (NDManager scratch = manager.newSubManager()) {
          NDList results =
              block.infer(new NDList(EngineTensors.share(scratch, Graphs.random(1, 2, 3, 8, 8))));
          assertThat(results.singletonOrThrow().getShape().getShape()).containsExactly(2, 5);
          results.attach(scratch);
        }
        assertThat(manager.getManagedArrays()).hasSize(held);
      }
    }
  }

  /** Through three runs of a loop: all smooth behind the value. */
  @Test
  void shouldHaveGradientsThatMatchFiniteDifferences() {
    OnnxModel model = ControlFlow.looping();
    Tensor images = Graphs.random(4, 2, 3, 8, 8);
    ScoreGradient.Result result;
    try (ScoreGradient gradient = new ScoreGradient(model, "hidden")) {
      result = gradient.of(images, scores -> new int[] {1, 4});
    }
    ValueInfo hidden = new ValueInfo("hidden", ElementType.FLOAT, List.of(ValueInfo.DYNAMIC, 6L));
    GraphPart tail = new Dataflow(model).between(List.of(hidden), model.outputs(), Set.of());
    try (Backend backend = new DjlBackend();
        Session session = backend.open(tail.model())) {
      float[] slope = result.gradient().toFloatArray();
      for (int at = 0; at < slope.length; at++) {
        float[] changed = result.value().toFloatArray();
        int score = at < 6 ? 1 : 5 + 4;
        changed[at] += 1e-3f;
        float up =
            session
                .run(List.of(Tensor.ofFloats(Shape.of(2, 6), changed)))
                .get(0)
                .toFloatArray()[score];
        changed[at] -= 2e-3f;
        float down =
            session
                .run(List.of(Tensor.ofFloats(Shape.of(2, 6), changed)))
                .get(0)
                .toFloatArray()[score];
        // Central differences: off by O(h²) and by rounding of scores of order 1, 5e-7 / h.
        assertThat((double) slope[at]).isCloseTo((up - down) / 2e-3, within(2e-3));
      }
      assertThat(slope).isNotEqualTo(new float[slope.length]);
    }
  }
}
