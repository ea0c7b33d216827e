package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.Neighbourhood.Window;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against convolutions along one axis that are computed element by element. */
class NeighbourhoodTest {
  /** How each layer reads: span, stride, padding at the beginning and at the end. */
  private record Layers(List<Windowed> all) {
    double[] run(double[] image) {
      double[] now = image;
      for (Windowed layer : all) {
        double[] next = new double[Math.toIntExact(layer.made(now.length))];
        for (int o = 0; o < next.length; o++) {
          for (int tap = 0; tap < layer.span(); tap++) {
            long read = o * layer.stride() - layer.before() + tap;
            next[o] += (tap + 2) * (read < 0 || read >= now.length ? 0 : now[(int) read]);
          }
        }
        now = next;
      }
      return now;
    }

    OnnxModel model(int extent) {
      GraphBuilder g = new GraphBuilder("layers", 17);
      g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 1, extent);
      String value = "x";
      for (int i = 0; i < all.size(); i++) {
        Windowed layer = all.get(i);
        g.initializer("w" + i, Graphs.random(i, 1, 1, layer.span()));
        g.node(
            "Conv",
            List.of(value, "w" + i),
            "y" + i,
            Map.of(
                "strides", new long[] {layer.stride()},
                "pads", new long[] {layer.before(), layer.after()}));
        value = "y" + i;
      }
      return g.output(value, ElementType.FLOAT, ValueInfo.DYNAMIC, 1, ValueInfo.DYNAMIC).build();
    }
  }

  private static Layers draw(Random random) {
    List<Windowed> layers = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      long span = 1L + random.nextInt(4);
      long stride = random.nextInt(3) == 0 ? 2 : 1;
      layers.add(
          new Windowed(span, stride, random.nextInt((int) span), random.nextInt((int) span)));
    }
    return new Layers(layers);
  }

  @Test
  void shouldComputeAllThatDependsOnAnElementAndNothingElse() {
    Random random = new Random(5);
    int smaller = 0;
    for (int round = 0; round < 300; round++) {
      int extent = 8 + 4 * random.nextInt(4);
      Layers layers = draw(random);
      Optional<Neighbourhood> found = Neighbourhood.of(layers.model(extent), "x");
      if (found.isEmpty()) {
        continue;
      }
      Optional<List<Long>> sizes = found.get().least();
      if (sizes.isEmpty()) {
        continue;
      }
      smaller++;
      double[] image = random.doubles(extent).map(x -> Math.rint(1000 * x)).toArray();
      for (int at = 0; at < extent; at++) {
        check(layers, found.get(), sizes.get(), image, at);
      }
    }
    assertThat(smaller).isGreaterThan(100);
  }

  private static void check(
      Layers layers, Neighbourhood part, List<Long> sizes, double[] image, int at) {
    Optional<Window> found = part.around(sizes, new long[] {at}, new long[] {at + 1L});
    if (found.isEmpty()) {
      return; // the image is then run as a whole
    }
    Strip in = found.get().strips().get("x").get(0);
    Strip out = found.get().strips().get("y" + (layers.all().size() - 1)).get(0);
    double[] struck = image.clone();
    struck[at] += 1;
    double[] whole = layers.run(struck);
    double[] golden = layers.run(image);
    double[] window = new double[Math.toIntExact(in.size())];
    System.arraycopy(struck, (int) in.start(), window, 0, window.length);
    double[] here = layers.run(window);
    assertThat(here).hasSize(Math.toIntExact(out.size()));
    for (int o = 0; o < whole.length; o++) {
      boolean isChanged = o >= out.from() && o < out.to();
      assertThat(isChanged || whole[o] == golden[o]).as("%s at %d: %d", layers, at, o).isTrue();
      boolean isExact = o >= out.start() + out.exactFrom() && o < out.start() + out.exactTo();
      assertThat(isExact || !isChanged).as("%s at %d: %d", layers, at, o).isTrue();
      if (isExact) {
        assertThat(here[(int) (o - out.start())]).as("%s: %d", layers, o).isEqualTo(whole[o]);
      }
    }
  }

  private static GraphBuilder block() {
    GraphBuilder g = new GraphBuilder("block", 17);
    g.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 16, 16);
    g.initializer("w", Graphs.random(1, 2, 2, 3, 3));
    g.initializer("scale", Graphs.random(2, 2, 1, 1));
    return g;
  }

  private static final Map<String, Object> SAME = Map.of("pads", new long[] {1, 1, 1, 1});

  @Test
  void shouldNeedFivePlacesForOneConvolutionAndNineForTwo() {
    GraphBuilder g = block();
    g.node("Conv", List.of("x", "w"), "a", SAME);
    g.node("Mul", List.of("a", "scale"), "b");
    OnnxModel one = g.output("b", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 16, 16).build();
    assertThat(Neighbourhood.of(one, "x").orElseThrow().least()).contains(List.of(5L, 5L));
    GraphBuilder h = block();
    h.node("Conv", List.of("x", "w"), "a", SAME);
    h.node("Relu", List.of("a"), "r");
    h.node("Conv", List.of("r", "w"), "b", SAME);
    h.node("Add", List.of("b", "x"), "sum");
    OnnxModel two = h.output("sum", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 16, 16).build();
    assertThat(Neighbourhood.of(two, "x").orElseThrow().least()).contains(List.of(9L, 9L));
  }

  @Test
  void shouldTakeASideInputOfTwiceTheExtents() {
    GraphBuilder g = block();
    g.input("wide", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 32, 32);
    g.initializer("down", Graphs.random(3, 2, 2, 1, 1));
    g.node("Conv", List.of("x", "w"), "a", SAME);
    g.node("Conv", List.of("wide", "down"), "d", Map.of("strides", new long[] {2, 2}));
    g.node("Add", List.of("a", "d"), "sum");
    OnnxModel part = g.output("sum", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 16, 16).build();
    Neighbourhood around = Neighbourhood.of(part, "x").orElseThrow();
    Window window =
        around
            .around(around.least().orElseThrow(), new long[] {7, 0}, new long[] {8, 1})
            .orElseThrow();
    assertThat(window.shape("wide", Shape.of(3, 2, 32, 32))).isEqualTo(Shape.of(3, 2, 10, 10));
    assertThat(window.strips().get("wide").get(0).start())
        .isEqualTo(2 * window.strips().get("x").get(0).start());
    assertThat(window.strips().get("sum").get(0).from()).isEqualTo(6);
    assertThat(window.strips().get("sum").get(1).to()).isEqualTo(2);
  }

  @Test
  void shouldFindNoneWhereAnElementDependsOnTheWholeImage() {
    assertThat(around("GlobalAveragePool", Map.of())).isEmpty();
    assertThat(around("Softmax", Map.of())).isEmpty();
    assertThat(around("MaxPool", Map.of("kernel_shape", new long[] {2, 2}, "ceil_mode", 1L)))
        .isEmpty();
    assertThat(around("MaxPool", Map.of("kernel_shape", new long[] {3, 3}))).isPresent();
  }

  @Test
  void shouldFindNoneWhereAnInitializerDiffersFromPlaceToPlace() {
    GraphBuilder g = block();
    g.initializer("map", Tensor.ofFloats(Shape.of(16), new float[16]));
    g.node("Add", List.of("x", "map"), "y");
    OnnxModel part = g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, 16, 16).build();
    assertThat(Neighbourhood.of(part, "x")).isEmpty();
  }

  private static Optional<Neighbourhood> around(String operator, Map<String, Object> attributes) {
    GraphBuilder g = block();
    g.node(operator, List.of("x"), "y", attributes);
    return Neighbourhood.of(
        g.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 2, ValueInfo.DYNAMIC, ValueInfo.DYNAMIC)
            .build(),
        "x");
  }
}
