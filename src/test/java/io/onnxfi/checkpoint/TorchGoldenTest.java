package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that PyTorch 2.7.1 and safetensors 0.8.0 wrote, against the bits that they read back. */
class TorchGoldenTest {
  @ParameterizedTest
  @CsvSource({
    "zip-views.pt, TORCH_ZIP",
    "zip-float64.pt, TORCH_ZIP",
    "zip-float16.pt, TORCH_ZIP",
    "zip-bfloat16.pt, TORCH_ZIP",
    "zip-nested.pth, TORCH_ZIP",
    "zip-no-checksums.pt, TORCH_ZIP",
    "legacy-views.th, TORCH_LEGACY",
    "legacy-float16.th, TORCH_LEGACY",
    "legacy-nested.th, TORCH_LEGACY",
    "mixed.safetensors, SAFETENSORS"
  })
  void shouldReadTheBitsThatPyTorchReads(String file, CheckpointFormat format) {
    Checkpoint checkpoint = TorchFiles.read(file);
    StateDict state = state(file);
    StateDict floats = state.toFloat();

    List<String> read = new ArrayList<>();
    for (Map.Entry<String, Tensor> entry : state.tensors().entrySet()) {
      Tensor tensor = entry.getValue();
      String name = entry.getKey();
      read.add(String.join(";", name, tensor.toString(), hex(tensor)));
      if (tensor.type().isFloatingPoint()) {
        read.add(String.join(";", name, hex(floats.tensors().get(name))));
      }
    }
    assertThat(checkpoint.format()).isEqualTo(format);
    assertThat(floats.convertible()).isEmpty();
    assertThat(read).isNotEmpty().containsExactlyElementsOf(expected(file));
  }

  @Test
  void shouldSayWhichTensorsWouldBeConverted() {
    assertThat(state("zip-float64.pt").convertible()).containsOnlyKeys("w");
    assertThat(state("mixed.safetensors").convertible()).containsOnlyKeys("half", "brain", "wide");
    assertThat(state("zip-views.pt").convertible()).isEmpty();
  }

  @Test
  void shouldRefuseElementsThatAreToBeNegatedWhenRead() {
    ParameterShapes wanted = new ParameterShapes("net", Map.of("w", Shape.of(1)));
    assertThatThrownBy(() -> TorchFiles.read("negative.pt").stateDict(wanted, Optional.empty()))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("negative.pt: w is a negated or conjugated view; save a copy");
  }

  @Test
  void shouldRefuseATorchScriptProgram() {
    assertThatThrownBy(() -> TorchFiles.read("program.pt"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContainingAll("program.pt: a TorchScript program", "state dict");
  }

  private static StateDict state(String file) {
    return new StateDict(file, TorchFiles.tensors(file), List.of());
  }

  /** Per tensor, name, type with shape and bits; for numbers, also name and bits as float. */
  private static List<String> expected(String file) {
    String table = new String(TorchFiles.bytes("expected.csv"), StandardCharsets.UTF_8);
    List<String> expected = new ArrayList<>();
    try (CSVParser rows = CSVParser.parse(table, CSVFormat.DEFAULT)) {
      for (CSVRecord row : rows) {
        if (row.get(0).equals(file)) {
          expected.add(String.join(";", row.get(1), row.get(2) + row.get(3), row.get(4)));
          if (!row.get(2).startsWith("int")) {
            expected.add(String.join(";", row.get(1), row.get(5)));
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return expected;
  }

  private static String hex(Tensor tensor) {
    byte[] bytes = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
