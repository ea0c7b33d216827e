package io.onnxfi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Effort;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Small models with one attribute, or one integer of a constant input, replaced: each is refused in
 * one line, or gives a result. Whatever passes the check reaches native code here; a value that it
 * cannot stand ends the test's JVM.
 */
class MutatedAttributesTest {
  private static final long SEED = 20261125;
  private static final int RANDOM_LISTS = Effort.of(1, 4);
  private static final long[] INTEGERS = {
    0,
    1,
    2,
    3,
    7,
    17,
    -1,
    -2,
    -5,
    1L << 8,
    1L << 31,
    -(1L << 31),
    1L << 33,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  // Nothing between 2^8 and 2^31: sound models that need gigabytes are for no build.
  private static final float[] REALS = {
    0, -1, 1e-30f, Float.MAX_VALUE, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY
  };
  private static final String[] TEXTS = {"", "NOTSET", "VALID", "SAME_UPPER", "reflect", "tanh"};

  /**
   * An operator, its attributes, its constants (floats or integers), and the rank of its output.
   */
  private record Case(
      String operator, Map<String, Object> attributes, List<Object> constants, int rank) {
    OnnxModel model(Map<String, Object> attributes, List<Object> constants) {
      Graphs.OneNode node = Graphs.node(operator, 4, 8, 8).opset(20);
      attributes.forEach(node::set);
      for (Object constant : constants) {
        if (constant instanceof long[] integers) {
          node.with(integers);
        } else {
          node.with((Tensor) constant);
        }
      }
      return node.build(rank);
    }
  }

  private static Map<String, Object> attributes(Object... pairs) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      attributes.put((String) pairs[i], pairs[i + 1]);
    }
    return attributes;
  }

  private static long[] ints(long... values) {
    return values;
  }

  private static List<Case> cases() {
    Tensor channels = Graphs.random(3, 4);
    return List.of(
        new Case(
            "Conv",
            attributes(
                "kernel_shape",
                ints(3, 3),
                "strides",
                ints(2, 1),
                "dilations",
                ints(1, 2),
                "pads",
                ints(1, 2, 1, 2),
                "group",
                2L,
                "auto_pad",
                "NOTSET"),
            List.of(Graphs.random(1, 6, 2, 3, 3), Graphs.random(2, 6)),
            4),
        new Case(
            "MaxPool",
            attributes(
                "kernel_shape",
                ints(2, 3),
                "strides",
                ints(2, 1),
                "pads",
                ints(0, 1, 0, 1),
                "ceil_mode",
                0L,
                "storage_order",
                0L,
                "dilations",
                ints(1, 1)),
            List.of(),
            4),
        new Case(
            "AveragePool",
            attributes(
                "kernel_shape",
                ints(2, 2),
                "strides",
                ints(2, 2),
                "pads",
                ints(1, 1, 1, 1),
                "count_include_pad",
                1L,
                "ceil_mode",
                0L),
            List.of(),
            4),
        new Case(
            "BatchNormalization",
            attributes("epsilon", 1e-5f, "momentum", .9f, "training_mode", 0L),
            List.of(channels, channels, channels, channels),
            4),
        new Case(
            "LayerNormalization",
            attributes("axis", -1L, "epsilon", 1e-5f, "stash_type", 1L),
            List.of(Graphs.random(1, 8), Graphs.random(2, 8)),
            4),
        new Case("Softmax", attributes("axis", 1L), List.of(), 4),
        new Case("Flatten", attributes("axis", 1L), List.of(), 2),
        new Case("Transpose", attributes("perm", ints(0, 2, 3, 1)), List.of(), 4),
        new Case("Concat", attributes("axis", 1L), List.of(Graphs.random(1, 2, 4, 8, 8)), 4),
        new Case("Gelu", attributes("approximate", "none"), List.of(), 4),
        new Case("Cast", attributes("to", 1L), List.of(), 4),
        new Case("Dropout", attributes("seed", 1L), List.of(), 4),
        new Case("Reshape", attributes("allowzero", 0L), List.of(ints(0, 4, -1)), 3),
        new Case("Slice", attributes(), List.of(ints(1, 0), ints(3, 8), ints(1, 3), ints(1, 2)), 4),
        new Case("Pad", attributes("mode", "constant"), List.of(ints(0, 0, 1, 0, 0, 0, 0, 2)), 4),
        new Case("ReduceMean", attributes("keepdims", 1L), List.of(ints(2, 3)), 4),
        new Case("Gather", attributes("axis", 1L), List.of(ints(0, 3)), 4),
        new Case("Expand", attributes(), List.of(ints(1, 4, 8, 8)), 4),
        new Case("Tile", attributes(), List.of(ints(1, 1, 2, 1)), 4),
        new Case("Unsqueeze", attributes(), List.of(ints(1)), 5),
        new Case("DepthToSpace", attributes("blocksize", 2L, "mode", "DCR"), List.of(), 4),
        new Case(
            "LRN", attributes("size", 3L, "alpha", 1e-4f, "beta", .75f, "bias", 1f), List.of(), 4),
        new Case("Split", attributes("axis", 1L), List.of(ints(4)), 4),
        new Case("TopK", attributes("axis", 1L, "largest", 1L, "sorted", 1L), List.of(ints(2)), 4),
        new Case("LpPool", attributes("kernel_shape", ints(2, 2), "p", 2L), List.of(), 4),
        new Case("LpNormalization", attributes("axis", 1L, "p", 2L), List.of(), 4),
        new Case("SpaceToDepth", attributes("blocksize", 2L), List.of(), 4),
        new Case("Hardmax", attributes("axis", -1L), List.of(), 4),
        new Case(
            "InstanceNormalization", attributes("epsilon", 1e-5f), List.of(channels, channels), 4),
        new Case(
            "ReverseSequence",
            attributes("batch_axis", 0L, "time_axis", 1L),
            List.of(ints(2, 1, 4)),
            4),
        new Case("CumSum", attributes("exclusive", 0L, "reverse", 1L), List.of(ints(1)), 4),
        new Case(
            "ConvTranspose",
            attributes(
                "strides",
                ints(2, 2),
                "pads",
                ints(1, 1, 1, 1),
                "output_padding",
                ints(1, 1),
                "dilations",
                ints(1, 1),
                "group",
                1L),
            List.of(Graphs.random(1, 4, 2, 3, 3), Graphs.random(2, 2)),
            4));
  }

  /** Other values of the same kind, and one of another. */
  private static List<Object> others(Object value, Random random) {
    List<Object> others = new ArrayList<>();
    if (value instanceof Long) {
      Arrays.stream(INTEGERS).forEach(others::add);
      others.add(ints(1, 1));
    } else if (value instanceof Float) {
      for (float real : REALS) {
        others.add(real);
      }
      others.add(1L);
    } else if (value instanceof String) {
      others.addAll(Arrays.asList(TEXTS));
      others.add(1f);
    } else if (value instanceof long[] list) {
      for (long integer : INTEGERS) {
        long[] one = list.clone();
        one[random.nextInt(one.length)] = integer;
        others.add(one);
        long[] all = list.clone();
        Arrays.fill(all, integer);
        others.add(all);
      }
      others.add(new long[0]);
      others.add(Arrays.copyOf(list, list.length - 1));
      others.add(Arrays.copyOf(list, list.length + 1));
      for (int i = 0; i < RANDOM_LISTS; i++) {
        others.add(random.longs(list.length, -3, 12).toArray());
      }
    }
    return others;
  }

  private static List<Supplier<OnnxModel>> mutants() {
    Random random = new Random(SEED);
    List<Supplier<OnnxModel>> mutants = new ArrayList<>();
    for (Case one : cases()) {
      mutants.add(() -> one.model(one.attributes, one.constants));
      one.attributes.forEach(
          (name, value) -> {
            for (Object other : others(value, random)) {
              Map<String, Object> changed = new LinkedHashMap<>(one.attributes);
              changed.put(name, other);
              mutants.add(() -> one.model(changed, one.constants));
            }
          });
      for (int i = 0; i < one.constants.size(); i++) {
        for (Object other : others(one.constants.get(i), random)) {
          List<Object> changed = new ArrayList<>(one.constants);
          changed.set(i, other);
          mutants.add(() -> one.model(one.attributes, changed));
        }
      }
    }
    return mutants;
  }

  private static boolean runs(OnnxModel model, Backend backend) {
    try (Session session = backend.open(model)) {
      session.run(List.of(Graphs.random(9, 3, 4, 8, 8)));
      return true;
    } catch (OnnxFiException e) {
      assertThat(e.getMessage().lines()).as(e.getMessage()).hasSize(1);
      return false;
    }
  }

  @Test
  void shouldRefuseInOneLineOrRun() {
    int refused = 0;
    int ran = 0;
    try (Backend ort = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
        Backend djl = new DjlBackend()) {
      for (Supplier<OnnxModel> mutant : mutants()) {
        OnnxModel model = mutant.get();
        try {
          model.requireSound("m.onnx");
        } catch (OnnxFiException e) {
          assertThat(e.getMessage().lines()).as(e.getMessage()).hasSize(1);
          refused++;
          continue;
        }
        String what = model.nodes().get(0) + " " + model.nodes().get(0).attributeNames();
        try {
          ran += runs(model, ort) ? 1 : 0;
          ran += runs(model, djl) ? 1 : 0;
        } catch (RuntimeException e) {
          fail(what, e);
        }
      }
    }
    assertThat(refused).isGreaterThan(400);
    assertThat(ran).isGreaterThan(150);
  }
}
