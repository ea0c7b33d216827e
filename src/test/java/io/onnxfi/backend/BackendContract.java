package io.onnxfi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend promises; each implementation runs it. */
public abstract class BackendContract {
  private static final OnnxModel MODEL = Graphs.tinyCnn(7);
  private static final String WEIGHT = "conv2.weight";

  private Backend backend;

  protected abstract Backend create();

  @BeforeEach
  void open() {
    backend = create();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  private static List<Tensor> images(int n, long seed) {
    return List.of(Graphs.random(seed, n, 3, 16, 16));
  }

  @Test
  void shouldYieldOneRowOfLogitsPerImage() {
    try (Session session = backend.open(MODEL)) {
      Tensor logits = session.run(images(5, 1)).get(0);
      assertThat(logits.shape().dims()).containsExactly(5, 10);
      assertThat(logits.toFloatArray()).doesNotContain(0f).doesNotContain(Float.NaN);
    }
  }

  @Test
  void shouldRepeatToTheBit() {
    try (Session first = backend.open(MODEL);
        Session second = backend.open(MODEL)) {
      ByteBuffer once = first.run(images(8, 2)).get(0).bytes();
      assertThat(first.run(images(8, 2)).get(0).bytes()).isEqualTo(once);
      assertThat(second.run(images(8, 2)).get(0).bytes()).isEqualTo(once);
    }
  }

  @Test
  void shouldRunOnSeveralThreadsAsOnOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Session session = backend.open(MODEL)) {
      List<Future<ByteBuffer>> parallel = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        int seed = i;
        Callable<ByteBuffer> call = () -> session.run(images(6, seed)).get(0).bytes();
        parallel.add(threads.submit(call));
      }
      for (int i = 0; i < parallel.size(); i++) {
        assertThat(parallel.get(i).get()).isEqualTo(session.run(images(6, i)).get(0).bytes());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shouldNotWriteToItsInputs() {
    try (Session session = backend.open(MODEL)) {
      List<Tensor> inputs = images(3, 4);
      session.run(inputs);
      assertThat(inputs.get(0).bytes()).isEqualTo(images(3, 4).get(0).bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x00000000,
        0x80000000, // -0.0
        0x00000001, // the smallest denormal
        0x7F7FFFFF, // the largest finite number
        0x7F800000, // infinity
        0x7F800001, // a signalling NaN: must not be made quiet
        0xFFC12345 // a quiet NaN with a payload
      })
  void shouldHoldExactlyTheEditedBitsAndRestoreThem(int bits) {
    try (Session session = backend.open(MODEL)) {
      Map<String, ByteBuffer> before = contents(session);
      ByteBuffer golden = session.run(images(4, 5)).get(0).bytes();
      int index = 1234;
      try (Session edited = session.edited(EditSet.element(WEIGHT, index, bits & 0xFFFFFFFFL))) {
        ByteBuffer held = edited.initializer(WEIGHT).bytes();
        assertThat(held.order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(4 * index)).isEqualTo(bits);
        Map<String, ByteBuffer> now = contents(edited);
        now.get(WEIGHT).putInt(4 * index, before.get(WEIGHT).getInt(4 * index));
        assertThat(now).isEqualTo(before);
        edited.run(images(4, 5));
      }
      assertThat(contents(session)).isEqualTo(before);
      assertThat(session.run(images(4, 5)).get(0).bytes()).isEqualTo(golden);
    }
  }

  @Test
  void shouldComputeWithTheEditedElement() {
    try (Session session = backend.open(MODEL)) {
      float[] golden = session.run(images(4, 6)).get(0).toFloatArray();
      EditSet bias = EditSet.element("linear.bias", 3, Float.floatToRawIntBits(100f));
      try (Session edited = session.edited(bias)) {
        float[] faulty = edited.run(images(4, 6)).get(0).toFloatArray();
        for (int i = 0; i < faulty.length; i++) {
          float expected = i % 10 == 3 ? golden[i] + 100f : golden[i];
          assertThat(faulty[i]).isCloseTo(expected, within(i % 10 == 3 ? 1e-4f : 0f));
        }
      }
    }
  }

  private static org.assertj.core.data.Offset<Float> within(float delta) {
    return org.assertj.core.api.Assertions.within(delta);
  }

  @Test
  void shouldRunIntoGivenMemoryAsIntoItsOwn() {
    OnnxModel transposing = Graphs.node("Transpose", 3, 4).set("perm", 0, 2, 1).build(3);
    try (Session network = backend.open(MODEL);
        Session transpose = backend.open(transposing)) {
      Tensor logits = Tensor.allocate(ElementType.FLOAT, Shape.of(9, 10)).slice(2, 7);
      network.run(images(5, 8), List.of(logits));
      assertThat(logits.bytes()).isEqualTo(network.run(images(5, 8)).get(0).bytes());
      List<Tensor> x = List.of(Graphs.random(1, 2, 3, 4));
      Tensor turned = Tensor.allocate(ElementType.FLOAT, Shape.of(2, 4, 3));
      transpose.run(x, List.of(turned));
      assertThat(turned.floats().get(1)).isEqualTo(x.get(0).floats().get(4));
      assertThat(turned.bytes()).isEqualTo(transpose.run(x).get(0).bytes());
    }
  }

  @Test
  void shouldDescribeInputsAndOutputs() {
    try (Session session = backend.open(MODEL)) {
      assertThat(session.inputs()).hasToString("[float[?, 3, 16, 16]]");
      assertThat(session.outputs()).hasToString("[float[?, 10]]");
    }
  }

  @Test
  void shouldRefuseInputsOfAnotherShape() {
    try (Session session = backend.open(MODEL)) {
      List<Tensor> wrong = List.of(Graphs.random(1, 2, 3, 16, 15));
      assertThatThrownBy(() -> session.run(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("input 'input' takes float[?, 3, 16, 16], not float[2, 3, 16, 15]");
    }
  }

  @Test
  void shouldRecordWhatMayChangeABit() {
    assertThat(backend.description())
        .containsKeys("framework", "version", "device", "intra_op_threads");
  }

  private static Map<String, ByteBuffer> contents(Session session) {
    Map<String, ByteBuffer> contents = new HashMap<>();
    for (Initializer initializer : MODEL.initializers()) {
      contents.put(initializer.name(), session.initializer(initializer.name()).bytes());
    }
    return contents;
  }
}
