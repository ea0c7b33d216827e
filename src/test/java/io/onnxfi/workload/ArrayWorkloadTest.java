package io.onnxfi.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.NumpyBytes;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrayWorkloadTest {
  private static final long N = ValueInfo.DYNAMIC;

  private static final Tensor IDS = Tensor.ofLongs(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
  private static final Tensor MASK = Tensor.ofFloats(Shape.of(3, 2), 0, 1, 2, 3, 4, 5);

  @TempDir private Path folder;

  /** A model that yields its last input. */
  private static OnnxModel model(ValueInfo... inputs) {
    GraphBuilder graph = new GraphBuilder("arrays", 17);
    for (ValueInfo input : inputs) {
      graph.input(
          input.name(), input.type(), input.dims().stream().mapToLong(Long::longValue).toArray());
    }
    String last = inputs[inputs.length - 1].name();
    return graph.output(graph.node("Identity", List.of(last), "y"), ElementType.FLOAT, N).build();
  }

  private static ValueInfo input(String name, ElementType type, Long... dims) {
    return new ValueInfo(name, type, List.of(dims));
  }

  private static OnnxModel idsAndMask() {
    return model(input("ids", ElementType.INT64, N, 2L), input("mask", ElementType.FLOAT, N, 2L));
  }

  private static Map<String, Tensor> arrays(Object... namesAndTensors) {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTensors.length; i += 2) {
      arrays.put((String) namesAndTensors[i], (Tensor) namesAndTensors[i + 1]);
    }
    return arrays;
  }

  private ArrayWorkload read(OnnxModel model, Object... namesAndTensors) {
    Path file = NumpyBytes.write(folder.resolve("in.npz"), arrays(namesAndTensors));
    return ArrayWorkload.read(file, Optional.empty(), model);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertRefused(
      OnnxModel model, Object... namesAndTensors) {
    return assertThatThrownBy(() -> read(model, namesAndTensors))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageStartingWith("--inputs " + folder.resolve("in.npz"))
        .hasMessageNotContaining("\n");
  }

  private static List<Tensor> all(ArrayWorkload workload) {
    List<Tensor> tensors = workload.allocate(List.of(), workload.size());
    workload.fill(0, workload.size(), tensors);
    return tensors;
  }

  @Test
  void shouldTakeArraysByName() {
    ArrayWorkload workload = read(idsAndMask(), "mask", MASK, "ids", IDS);
    assertThat(workload.size()).isEqualTo(3);
    assertThat(workload.name()).isEqualTo("in.npz");
    assertThat(workload.labels()).isEmpty();
    assertThat(workload.notes()).isEmpty();
    assertThat(workload.fixed()).isEmpty();
    List<Tensor> tensors = all(workload);
    assertThat(tensors.get(0).bytes()).isEqualTo(IDS.bytes());
    assertThat(tensors.get(1).bytes()).isEqualTo(MASK.bytes());
    assertThat(workload.describe())
        .containsEntry("images", 3)
        .containsEntry("inputs", List.of("ids", "mask"))
        .containsKey("sha256")
        .doesNotContainKey("labels_sha256");
  }

  /** The order is in NumPy's names, whatever that of the file. */
  @Test
  void shouldTakeArraysWithoutNamesInTheOrderOfTheInputs() {
    ArrayWorkload workload = read(idsAndMask(), "arr_1", MASK, "arr_0", IDS);
    assertThat(all(workload).get(0).bytes()).isEqualTo(IDS.bytes());

    ValueInfo[] inputs = new ValueInfo[11];
    Object[] arrays = new Object[22];
    for (int i = 0; i < 11; i++) {
      inputs[i] = input("x" + i, ElementType.FLOAT, N);
      arrays[2 * i] = "arr_" + i;
      arrays[2 * i + 1] = Tensor.ofFloats(Shape.of(1), i);
    }
    List<Tensor> many = all(read(model(inputs), arrays));
    assertThat(many.get(2).toFloatArray()).containsExactly(2);
    assertThat(many.get(10).toFloatArray()).containsExactly(10);
  }

  @Test
  void shouldTakeOneArrayForOneInputWhateverItsName() {
    OnnxModel one = model(input("mask", ElementType.FLOAT, N, 2L));
    assertThat(read(one, "x", MASK).notes())
        .singleElement()
        .asString()
        .endsWith("in.npz: 'x' is taken for 'mask'");
    Path npy = NumpyBytes.write(folder.resolve("in.npy"), NumpyBytes.of(MASK));
    ArrayWorkload workload = ArrayWorkload.read(npy, Optional.empty(), one);
    assertThat(workload.notes()).isEmpty();
    assertThat(all(workload).get(0).bytes()).isEqualTo(MASK.bytes());
  }

  @Test
  void shouldSayWhichArraysAreNotUsed() {
    assertThat(read(idsAndMask(), "mask", MASK, "y", IDS, "ids", IDS).notes())
        .singleElement()
        .asString()
        .endsWith("no inputs of the model, not used: 'y'");
  }

  @Test
  void shouldRefuseOtherNamesThanTheInputs() {
    assertRefused(idsAndMask(), "mask", MASK, "id\u001b", IDS)
        .hasMessageEndingWith(
            "expected an array for each input of the model: 'ids' int64[?, 2], 'mask' float[?, 2],"
                + " found 'mask', 'id\\u001b'");
    Path npy = NumpyBytes.write(folder.resolve("in.npy"), NumpyBytes.of(MASK));
    assertThatThrownBy(() -> ArrayWorkload.read(npy, Optional.empty(), idsAndMask()))
        .hasMessageEndingWith("found one without a name");
  }

  @Test
  void shouldConvertAndSaySo() {
    Tensor doubles = Tensor.allocate(ElementType.DOUBLE, Shape.of(3, 2));
    doubles.putFloats(0, 1, 2, 3, 4, 5);
    ArrayWorkload workload = read(idsAndMask(), "ids", IDS, "mask", doubles);
    assertThat(all(workload).get(1).bytes()).isEqualTo(MASK.bytes());
    assertThat(workload.notes())
        .singleElement()
        .asString()
        .endsWith("in.npz: 'mask' is double, given to the model as float");
    assertRefused(idsAndMask(), "ids", MASK, "mask", MASK)
        .hasMessageEndingWith("array for 'ids' int64[?, 2]: expected int64, found float");
  }

  @Test
  void shouldTakeWhatHasNoSamplesForAConstant() {
    OnnxModel model =
        model(
            input("scale", ElementType.FLOAT),
            input("table", ElementType.INT64, 3L, 2L),
            input("mask", ElementType.FLOAT, N, 2L));
    Tensor scale = Tensor.ofFloats(Shape.of(), 7);
    ArrayWorkload workload = read(model, "scale", scale, "table", IDS, "mask", MASK);
    assertThat(workload.fixed()).containsOnlyKeys("scale", "table");
    assertThat(workload.fixed().get("scale").toFloatArray()).containsExactly(7);
    assertThat(all(workload)).hasSize(1);
    assertThat(workload.notes()).hasSize(2).allMatch(note -> note.contains("same for all samples"));

    Tensor wide = Tensor.ofLongs(Shape.of(3, 1), 1, 2, 3);
    assertRefused(model, "scale", scale, "table", wide, "mask", MASK)
        .hasMessageContaining("'table': expected what the model takes, int64[3, 2], found int64[3");
    assertRefused(model, "scale", scale, "table", Tensor.ofLongs(Shape.of(), 1), "mask", MASK)
        .hasMessageContaining("'table': expected 3 samples of what the model takes, int64[3, 2]");
    assertRefused(model, "scale", MASK, "table", IDS, "mask", MASK)
        .hasMessageContaining(
            "'scale': expected 3 samples of what the model takes, float[], found");
  }

  @Test
  void shouldTellTheSamplesOfModelsWithABatchOfTheirOwn() {
    OnnxModel model =
        model(input("scale", ElementType.FLOAT), input("mask", ElementType.FLOAT, 2L, 2L));
    ArrayWorkload workload = read(model, "scale", Tensor.ofFloats(Shape.of(), 7), "mask", MASK);
    assertThat(workload.size()).isEqualTo(3);
    assertThat(workload.fixed()).containsOnlyKeys("scale");

    OnnxModel two =
        model(input("ids", ElementType.INT64, 2L, 2L), input("mask", ElementType.FLOAT, 4L, 2L));
    assertRefused(two, "ids", IDS, "mask", MASK)
        .hasMessageContaining("expected inputs that take equally many samples at a time");
  }

  @Test
  void shouldRefuseOtherShapesAndCounts() {
    Tensor two = Tensor.ofLongs(Shape.of(2, 2), 1, 2, 3, 4);
    assertRefused(idsAndMask(), "ids", IDS, "mask", Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4))
        .hasMessageContaining("'mask': expected 3 samples of what the model takes, float[?, 2]")
        .hasMessageEndingWith("found float[2, 2]");
    assertRefused(idsAndMask(), "ids", two, "mask", MASK)
        .hasMessageContaining("expected 2 samples");
    assertRefused(idsAndMask(), "ids", IDS, "mask", Tensor.ofFloats(Shape.of(3), 1, 2, 3))
        .hasMessageEndingWith("found float[3]");
    assertRefused(idsAndMask(), "ids", Tensor.ofLongs(Shape.of(0, 2)), "mask", MASK)
        .hasMessageEndingWith("expected samples in the first axis, found int64[0, 2]");
    assertRefused(idsAndMask(), "ids", Tensor.ofLongs(Shape.of(), 1), "mask", MASK)
        .hasMessageEndingWith("expected samples in the first axis, found int64[]");
    assertRefused(model(input("mask", ElementType.FLOAT)), "mask", MASK)
        .hasMessageEndingWith("an axis of samples, found 'mask' float without a shape");
  }

  @Test
  void shouldTakeAxesWithoutElements() {
    OnnxModel model =
        model(input("empty", ElementType.FLOAT, N, N), input("mask", ElementType.FLOAT, N, 2L));
    ArrayWorkload workload = read(model, "empty", Tensor.ofFloats(Shape.of(3, 0)), "mask", MASK);
    assertThat(all(workload).get(0).shape()).isEqualTo(Shape.of(3, 0));
    assertThat(all(workload).get(1).bytes()).isEqualTo(MASK.bytes());
  }

  @Test
  void shouldSelectAndRepeat() {
    Path labels =
        NumpyBytes.write(
            folder.resolve("l.npy"), NumpyBytes.of(Tensor.ofLongs(Shape.of(3), 4, 0, 9)));
    Path file = NumpyBytes.write(folder.resolve("in.npz"), arrays("ids", IDS, "mask", MASK));
    ArrayWorkload whole = ArrayWorkload.read(file, Optional.of(labels), idsAndMask());
    assertThat(whole.labels()).containsExactly(4, 0, 9);
    assertThat(whole.describe()).containsKey("labels_sha256");

    ArrayWorkload some = whole.select(new int[] {2, 0, 2});
    assertThat(some.size()).isEqualTo(3);
    assertThat(some.labels()).containsExactly(9, 4, 9);
    assertThat(all(some).get(1).toFloatArray()).containsExactly(4, 5, 0, 1, 4, 5);
    assertThat(all(some.select(new int[] {1})).get(1).toFloatArray()).containsExactly(0, 1);
    assertThat(some.sha256()).isEqualTo(whole.sha256());

    ArrayWorkload first = whole.first(2);
    List<Tensor> into = first.allocate(List.of(), 4);
    first.fill(1, 2, into);
    assertThat(into.get(0).shape()).isEqualTo(Shape.of(4, 2));
    assertThat(into.get(1).toFloatArray()).containsExactly(2, 3, 0, 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> whole.first(4)).isInstanceOf(IndexOutOfBoundsException.class);

    assertThatThrownBy(() -> whole.requireScores("m.onnx", 9))
        .hasMessage(
            "m.onnx on in.npz: expected labels below the number of the model's outputs, 9,"
                + " found label 9");
    whole.requireScores("m.onnx", 10);
  }

  @Test
  void shouldRefuseLabelsThatAreNone() {
    byte[] one = NumpyBytes.of(Tensor.ofLongs(Shape.of(3), 1, 2, 3));
    Map<String, byte[]> two = new LinkedHashMap<>();
    two.put("a", one);
    two.put("b", one);
    assertRefused(NumpyBytes.archive(true, two), "expected one array, found 2: 'a', 'b'");
    assertRefused(
        Tensor.ofLongs(Shape.of(2), 1, 2), "expected one array of 3 whole numbers, found int64[2]");
    assertRefused(Tensor.ofFloats(Shape.of(3), 1, 2, 3), "found float[3]");
    assertRefused(IDS, "found int64[3, 2]");
    assertRefused(Tensor.ofLongs(Shape.of(), 1), "found int64[]");
    assertRefused(
        Tensor.ofLongs(Shape.of(3), 1, -2, 3), "sample 1: expected a class from 0, found -2.0");
    assertRefused(Tensor.ofLongs(Shape.of(3), 1, 2, 1L << 31), "found 2.147483648E9");
  }

  private void assertRefused(Tensor labels, String said) {
    assertRefused(NumpyBytes.of(labels), said);
  }

  private void assertRefused(byte[] bytes, String said) {
    Path file = NumpyBytes.write(folder.resolve("in.npz"), arrays("ids", IDS, "mask", MASK));
    Path labels = NumpyBytes.write(folder.resolve("l.npy"), bytes);
    assertThatThrownBy(() -> ArrayWorkload.read(file, Optional.of(labels), idsAndMask()))
        .isInstanceOf(OnnxFiException.class)
        .hasMessageStartingWith("--labels " + labels)
        .hasMessageEndingWith(said);
  }
}
