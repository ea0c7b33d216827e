package io.onnxfi.precision;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.testing.PublishedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionSignatureTest {
  @TempDir private Path folder;

  /** A layer with one fault in each bit: masked for all 100 images below some bit, else for 40. */
  private static void layer(StringBuilder csv, String name, int maskedBelow) {
    for (int bit = 0; bit < 32; bit++) {
      int masked = bit < maskedBelow ? 100 : 40;
      csv.append(
          "%d,%s,\"(0, %d)\",%d,100,%d,%d,0\n"
              .formatted(csv.length(), name, bit, bit, masked, 100 - masked));
    }
  }

  private List<PrecisionSignature> read(String rows) throws IOException {
    Path file = folder.resolve("list.csv");
    String header = "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";
    Files.writeString(file, header + rows);
    return PrecisionSignature.of(FaultList.read(file));
  }

  @Test
  void shouldTellTheFormatsByTheBitsThatDoNothing() throws IOException {
    StringBuilder csv = new StringBuilder();
    layer(csv, "single", 0);
    layer(csv, "tensor", 12);
    layer(csv, "almost", 11);
    layer(csv, "dead", 32);
    List<PrecisionSignature> signatures = read(csv.toString());
    assertThat(signatures)
        .extracting(PrecisionSignature::layer)
        .containsExactly("single", "tensor", "almost", "dead");
    assertThat(signatures)
        .extracting(PrecisionSignature::format)
        .containsExactly(
            Optional.empty(), Optional.of(OperandFormat.TF32), Optional.empty(), Optional.empty());
    assertThat(PrecisionSignature.precision(signatures)).hasToString("tf32:tensor");
  }

  @Test
  void shouldAskForEnoughRows() throws IOException {
    StringBuilder three = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      layer(three, "brain", 15);
    }
    assertThat(read(three.toString()).get(0).format()).contains(OperandFormat.BF16);
    String few = "0,few,\"(0, 0)\",3,100,100,0,0\n1,few,\"(0, 1)\",20,100,40,60,0\n";
    assertThat(read(few).get(0).format()).isEmpty();
  }

  /** Facts of the published study: layer3 was computed in TF32, the rest in float32. */
  @ParameterizedTest
  @CsvSource({"resnet/ResNet20_FL.csv, 6", "resnet/ResNet32_FL.csv, 10"})
  void shouldFindTensorCoresInPublishedLists(String list, int layers) {
    FaultList published = FaultList.read(PublishedData.torchClassifier("CIFAR10", list));
    Precision precision = PrecisionSignature.precision(PrecisionSignature.of(published));
    assertThat(precision.rules())
        .hasSize(layers)
        .allSatisfy(
            rule -> {
              assertThat(rule.format()).isEqualTo(OperandFormat.TF32);
              assertThat(rule.layers()).startsWith("layer3.");
            });
  }
}
