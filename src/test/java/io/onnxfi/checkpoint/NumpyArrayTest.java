package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays as pickles describe them; the bytes 0, 0, 128, 63 are the float 1. */
@Timeout(20)
class NumpyArrayTest {
  private static final byte[] TWO_ONES = {0, 0, (byte) 0x80, 0x3f, 0, 0, (byte) 0x80, 0x3f};

  @Test
  void shouldReadBytesAndTextThatStandsForThem() {
    assertThat(read(array("f4", "<", false, TWO_ONES))).containsExactly(1, 1);
    String text = "\0\0\u0080?\0\0\u0080?";
    assertThat(read(array("f4", "<", false, encoded(text)))).containsExactly(1, 1);

    Placeholder buffer =
        Placeholder.ofCall(
            new Placeholder("numpy._core.numeric._frombuffer"),
            new Object[] {TWO_ONES, dtype("f4", "<"), new Object[] {2}, "C"});
    assertThat(read(buffer)).containsExactly(1, 1);
  }

  @ParameterizedTest
  @CsvSource({
    "f4, <, true", // the order matters to a matrix only, but this one is 2 x 1
    "f4, >, false",
    "O8, |, false",
    "f8, <, false", // too few bytes
    "f2, <, false" // too many
  })
  void shouldNotReadOthers(String code, String order, boolean isFortran) {
    Placeholder array = array(code, order, isFortran, TWO_ONES, 2, 1);
    assertThat(NumpyArray.of("m.pt", array).orElseThrow()).isInstanceOf(UnreadEntry.class);
  }

  @Test
  void shouldNotReadImpossibleShapes() {
    for (Object[] shape :
        new Object[][] {{-1}, {1L << 62, 4}, {"2"}, new Object[65], {Long.MAX_VALUE}}) {
      Placeholder array = array("f4", "<", false, TWO_ONES, shape);
      assertThat(NumpyArray.of("m.pt", array).orElseThrow()).isInstanceOf(UnreadEntry.class);
    }
  }

  @Test
  void shouldRefuseTextThatIsNoBytes() {
    Placeholder array = array("f4", "<", false, encoded("\u20ac2345678"));
    assertThatThrownBy(() -> read(array))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("m.pt: expected bytes of a NumPy array");
  }

  @Test
  void shouldLeaveOtherObjectsAlone() {
    assertThat(NumpyArray.of("m.pt", new Placeholder("numpy.ndarray"))).isEmpty();
    assertThat(NumpyArray.of("m.pt", new Placeholder("my._reconstruct"))).isEmpty();
    Placeholder unfinished = new Placeholder("numpy.core.multiarray._reconstruct");
    unfinished.add(new Object[0]);
    assertThat(NumpyArray.of("m.pt", unfinished)).isEmpty();
  }

  private static float[] read(Placeholder array) {
    StoredTensor tensor = (StoredTensor) NumpyArray.of("m.pt", array).orElseThrow();
    assertThat(tensor.shape()).isEqualTo(Shape.of(2));
    return tensor.read().toFloatArray();
  }

  private static Placeholder array(String code, String order, boolean isFortran, Object data) {
    return array(code, order, isFortran, data, 2);
  }

  private static Placeholder array(
      String code, String order, boolean isFortran, Object data, Object... shape) {
    Placeholder array =
        Placeholder.ofCall(
            new Placeholder("numpy.core.multiarray._reconstruct"), new Object[] {Optional.empty()});
    array.add(new Object[] {1, shape, dtype(code, order), isFortran, data});
    return array;
  }

  private static Placeholder dtype(String code, String order) {
    Placeholder dtype =
        Placeholder.ofCall(new Placeholder("numpy.dtype"), new Object[] {code, false, true});
    dtype.add(new Object[] {3, order, null, null, null, -1, -1, 0});
    return dtype;
  }

  private static Placeholder encoded(String text) {
    return Placeholder.ofCall(new Placeholder("_codecs.encode"), new Object[] {text, "latin1"});
  }
}
