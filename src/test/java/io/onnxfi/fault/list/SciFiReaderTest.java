package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of neurons as SCI-FI's Python writes them. */
@SuppressWarnings("StringConcatToTextBlock") // one line of a list each
class SciFiReaderTest {
  private static final String HEADER = "Injection,LayerName,LayerIndex,FeatureMapIndex,Value\n";
  private static final OnnxModel MODEL = Graphs.tinyCnn(2);

  @TempDir private Path folder;

  private FaultList read(String rows) {
    Path file = Lists.file(folder, "neurons.csv", rows);
    return ListConversion.convert(
        file, MODEL, Optional.empty(), AlfiReading.DEFAULT, Naming.PYTORCH);
  }

  private String converted(String rows) {
    return Lists.written(folder, read(HEADER + rows));
  }

  @Test
  void shouldSetTheOutputOfALayer() {
    FaultList list = read(HEADER + "4,conv1,0,\"(3, 5, 6)\",-0.8251\n");

    assertThat(Lists.written(folder, list))
        .isEqualTo(Lists.MODELS + "4,conv1,\"(3, 5, 6)\",,set:-0.8251,activation\n");
    assertThat(list.notes())
        .containsExactly(
            "neurons.csv: read as neurons of SCI-FI; each Value replaces the element (SCI-FI"
                + " multiplies it by the range of the layer's output)");
  }

  @Test
  void shouldMakeOneTrialOfSeveralPlaces() {
    FaultList list =
        read(
            HEADER
                + "0,conv1,0,\"[(3, 5, 6), (0, 1, 2)]\",\"[0.25, -1.5e-05]\"\n"
                + "1,conv2,1,\"[(np.int64(3), np.int64(5), np.int64(6))]\",[np.float64(0.5)]\n");

    assertThat(list.trials()).hasSize(2);
    assertThat(Lists.written(folder, list))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(3, 5, 6)\",,set:0.25,activation\n"
                + "0,conv1,\"(0, 1, 2)\",,set:-1.5e-5,activation\n"
                + "1,conv2,\"(3, 5, 6)\",,set:0.5,activation\n");
  }

  @Test
  void shouldReadOtherForms() {
    String expected = Lists.MODELS + "4,conv1,\"(3, 5, 6)\",,set:0.5,activation\n";
    assertThat(converted("4,conv1._SmartModule__module,0,\"[[3, 5, 6]]\",[0.5]\n"))
        .isEqualTo(expected);
    assertThat(
            Lists.written(
                folder,
                read(
                    "Injection;LayerName;LayerIndex;FeatureMapIndex;Value\n"
                        + "4;conv1;0;(3, 5, 6);0,5\n")))
        .isEqualTo(expected);
    assertThat(
            Lists.written(
                folder,
                read("Value,FeatureMapIndex,LayerName,Injection\n0.5,\"[3 5 6]\",conv1,4\n")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0,conv1,0,\"(3, 5, 99)\",0.1 | within one image's shape [16, 16, 16], found (3, 5, 99)",
        "0,conv1,0,\"(3, 5)\",0.1 | within one image's shape [16, 16, 16], found (3, 5)",
        "0,conv1,0,\"[(3, 5, 9), (0, 0, 0)]\",[0.1] | a Value for each FeatureMapIndex, found 1 for"
            + " 2",
        "0,conv1,0,\"(3, 5, -1)\",0.1 | expected FeatureMapIndex like",
        "0,conv1,0,,0.1 | expected FeatureMapIndex like",
        "0,conv1,0,\"(3, 5, 9)\", | a Value for each FeatureMapIndex, found 0 for 1",
        "0,conv1,0,\"(3, 5, 9)\",high | expected set:VALUE with VALUE a number",
        "0,conv1,0,\"(3, 5, 9)\",1e400 | expected a value of float",
        "0,conf1,0,\"(3, 5, 9)\",1 | unknown activation 'conf1'; did you mean conv1",
        "x,conv1,0,\"(3, 5, 9)\",1 | a whole number in column Injection",
        "0,conv1,0,\"(3, 5, 9)\" | expected 5 columns, found 4",
      })
  void shouldNameTheRowThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> converted(row + "\n"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("neurons.csv:2: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void shouldRefuseANumberTwice() {
    assertThatThrownBy(() -> converted("0,conv1,0,\"(3, 5, 9)\",1\n0,conv1,0,\"(3, 5, 8)\",1\n"))
        .hasMessage(
            "neurons.csv:3: expected a whole number in column Injection, each once, found '0'");
  }
}
