package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A diamond with a constant branch: x → a → (b, c) → sum → y, where c also reads 2·k. */
class DataflowTest {
  private static OnnxModel diamond() {
    GraphBuilder g = new GraphBuilder("diamond", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    g.initializer("w", Graphs.random(1, 2));
    g.initializer("k", Tensor.ofFloats(Shape.of(1), 3));
    g.node("Mul", List.of("x", "w"), "a");
    g.node("Add", List.of("k", "k"), "2k");
    g.node("Relu", List.of("a"), "b");
    g.node("Mul", List.of("a", "2k"), "c");
    g.node("Add", List.of("b", "c"), "sum");
    g.node("Mul", List.of("sum", "w"), "y");
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
  }

  private static ValueInfo pair(String name) {
    return new ValueInfo(name, ElementType.FLOAT, List.of(ValueInfo.DYNAMIC, 2L));
  }

  private final Dataflow flow = new Dataflow(diamond());

  @Test
  void shouldKnowWhatCrossesACut() {
    assertThat(flow.live(-1)).containsExactly("x");
    assertThat(flow.live(0)).containsExactly("a");
    assertThat(flow.live(1)).as("constants never cross").containsExactly("a");
    assertThat(flow.live(2)).containsExactly("a", "b");
    assertThat(flow.live(3)).containsExactly("b", "c");
    assertThat(flow.live(4)).containsExactly("sum");
    assertThat(flow.live(5)).containsExactly("y");
  }

  @Test
  void shouldKnowWhoReadsAConstant() {
    assertThat(flow.users("w")).containsExactly(0, 5);
    assertThat(flow.users("k")).contains(1);
    assertThat(flow.dependents(Set.of("k"))).containsExactlyInAnyOrder("k", "2k", "c", "sum", "y");
    assertThat(flow.producer("c")).hasValue(3);
    assertThat(flow.producer("w")).isEmpty();
  }

  @Test
  void shouldTakeOnlyWhatAPartNeeds() {
    GraphPart part = flow.between(List.of(pair("a"), pair("x")), List.of(pair("c")), Set.of());
    assertThat(part.inputs()).containsExactly("a");
    assertThat(part.model().nodes()).extracting(Node::opType).containsExactly("Add", "Mul");
    assertThat(part.model().initializers()).extracting(Initializer::name).containsExactly("k");
    assertThat(part.model().outputs()).extracting(ValueInfo::name).containsExactly("c");
  }

  @Test
  void shouldFeedPooledInputsThroughAnIdentity() {
    GraphPart part = flow.between(List.of(pair("a")), List.of(pair("b")), Set.of("a"));
    assertThat(part.inputs()).containsExactly("a");
    assertThat(part.model().inputs()).extracting(ValueInfo::name).containsExactly("a/fed");
    assertThat(part.model().nodes())
        .extracting(Node::opType)
        .containsExactly("AveragePool", "Relu");
  }

  @Test
  void shouldRefuseAPartThatLacksAnInput() {
    assertThatThrownBy(() -> flow.between(List.of(pair("b")), List.of(pair("sum")), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'x' is needed, but not given");
  }

  /** w → Transpose → wt; If(cond) reads x, wt and k in its bodies; y also reads w. */
  private static OnnxModel branching() {
    GraphBuilder g = new GraphBuilder("branching", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
    g.initializer("w", Graphs.random(1, 2, 2));
    g.initializer("k", Graphs.random(2, 2));
    g.initializer("unused", Graphs.random(3, 2));
    g.node("Constant", List.of(), "cond", Map.of("value", truth()));
    g.node("Transpose", List.of("w"), "wt");
    g.node("Relu", List.of("x"), "r");
    g.node(
        "If", List.of("cond"), "q", Map.of("then_branch", body("Add"), "else_branch", body("Sub")));
    g.node("MatMul", List.of("q", "w"), "y");
    return g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
  }

  private static Tensor truth() {
    Tensor truth = Tensor.allocate(ElementType.BOOL, Shape.of());
    truth.bytes().put(0, (byte) 1);
    return truth;
  }

  private static OnnxModel body(String opType) {
    GraphBuilder body = new GraphBuilder(opType, 17);
    body.outer("r");
    body.outer("wt");
    body.outer("k");
    body.node("MatMul", List.of("r", "wt"), opType + ".m");
    body.node(opType, List.of(opType + ".m", "k"), opType + ".q");
    return body.output(opType + ".q", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build();
  }

  @Test
  void shouldCountWhatBodiesReadFromOutside() {
    Dataflow branching = new Dataflow(branching());
    assertThat(branching.node(3).reads()).containsExactly("cond", "r", "wt", "k");
    assertThat(branching.users("k")).containsExactly(3);
    assertThat(branching.isVarying("q")).isTrue();
    assertThat(branching.live(2)).containsExactly("r");
    assertThat(branching.dependents(Set.of("k"))).containsExactlyInAnyOrder("k", "q", "y");
    ValueInfo r = pair("r");
    GraphPart part = branching.between(List.of(r), List.of(pair("q")), Set.of());
    assertThat(part.model().nodes())
        .extracting(Node::opType)
        .containsExactly("Constant", "Transpose", "If");
    assertThat(part.model().initializers()).extracting(Initializer::name).containsExactly("w", "k");
  }

  @Test
  void shouldKnowScalesOfEitherDomain() {
    for (String domain : List.of("", "com.microsoft.")) {
      GraphBuilder g = new GraphBuilder("scales", 17);
      g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2);
      g.initializer("s", Tensor.ofFloats(Shape.of(), 1));
      g.initializer("half", Tensor.ofFloats(Shape.of(), 0.5f));
      g.initializer("z", Tensor.allocate(ElementType.INT8, Shape.of()));
      g.initializer("w", Tensor.allocate(ElementType.INT8, Shape.of(2)));
      g.node("Mul", List.of("s", "half"), "computed");
      g.node(domain + "DequantizeLinear", List.of("w", "computed", "z"), "w/float");
      g.node("Add", List.of("x", "w/float"), "sum");
      g.node(domain + "QuantizeLinear", List.of("sum", "computed", "z"), "q");
      g.node(domain + "DequantizeLinear", List.of("q", "computed", "z"), "y");
      Dataflow scales =
          new Dataflow(g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2).build());
      assertThat(List.of("s", "half", "z")).allMatch(scales::isScale);
      assertThat(scales.isScale("w")).isFalse();
      assertThat(Dataflow.ofIntegers(diamond()).isScale("k")).isFalse();
    }
  }

  @Test
  void shouldFollowConstantsToWhereTheyMeetImages() {
    Dataflow branching = new Dataflow(branching());
    assertThat(branching.meetings("w")).as("through Transpose and as it is").containsExactly(3, 4);
    assertThat(branching.meetings("k")).containsExactly(3);
    assertThat(branching.meetings("unused")).isEmpty();
    assertThat(flow.meetings("k")).containsExactly(3);
  }

  @Test
  void shouldFindTheSameCrossingValuesFromAnySide() {
    Lifetimes lifetimes = flow.lifetimes();
    int[] counts = lifetimes.against(Lifetimes.Span::last);
    for (int position = -1; position < flow.size(); position++) {
      assertThat(flow.live(position)).hasSize(counts[position + 1]);
      assertThat(lifetimes.crossing(List.of(position)))
          .containsExactlyElementsOf(flow.live(position));
    }
  }

  @Test
  void shouldGiveUntypedOutputsOnlyNames() {
    assertThat(flow.observing(List.of("a", "c")).model().outputNames()).containsExactly("a", "c");
  }
}
