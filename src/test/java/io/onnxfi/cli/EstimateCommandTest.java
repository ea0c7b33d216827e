package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateCommandTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";

  @TempDir private Path folder;

  private Path list(String name, String... rows) throws IOException {
    return Files.writeString(folder.resolve(name), HEADER + String.join("\n", rows) + "\n");
  }

  @Test
  void shouldDrawSeveralSamplesSideBySide() throws IOException {
    Path floats =
        list("floats.csv", "0,conv1,\"(0, 1)\",30,10,0,0,10", "1,fc,\"(2, 3)\",5,10,10,0,0");
    Path integers =
        list("integers.csv", "0,conv1,\"(0, 1)\",7,10,0,5,5", "1,fc,\"(2, 3)\",0,10,10,0,0");
    Path out = folder.resolve("figures");
    Cli.Result result = Cli.run("estimate", floats, integers, "--figure", out);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("Critical rate in " + floats, "in " + integers);
    assertThat(out.resolve("critical-rates-by-bit.png")).isNotEmptyFile();
    assertThat(out.resolve("critical-rates-by-layer.svg"))
        .content()
        .contains("floats.csv: highest in layer conv1, 100.00 %")
        .contains("integers.csv: highest in layer conv1, 50.00 %");
  }

  /** Several bits at once are no number on an axis of bits. */
  @Test
  void shouldDrawFaultsOfSeveralBits() throws IOException {
    Path list =
        list("bits.csv", "0,conv1,\"(0, 1)\",\"12,13\",10,0,0,10", "1,fc,\"(2, 3)\",5,10,10,0,0");
    Path out = folder.resolve("figures");
    Cli.Result result = Cli.run("estimate", list, "--figure", out);
    assertThat(result.code()).as(result.err()).isZero();
    assertThat(out.resolve("critical-rates-by-bit.svg")).isNotEmptyFile();
  }

  @Test
  void shouldRefuseMoreSidesThanThereAreColours() throws IOException {
    Path list = list("l.csv", "0,conv1,\"(0, 1)\",3,10,0,0,10", "1,fc,\"(2, 3)\",5,10,10,0,0");
    Path out = folder.resolve("figures");
    Cli.Result result =
        Cli.run("estimate", list, list, list, list, list, list, list, "--figure", out);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--figure: expected at most 6 sides").hasLineCount(1);
    assertThat(out).doesNotExist();
  }
}
