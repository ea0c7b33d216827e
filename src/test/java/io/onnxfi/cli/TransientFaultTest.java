package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults that strike in one image or one batch of a run. */
class TransientFaultTest {
  @TempDir private Path folder;

  private Cli.Result replay(String exposure) throws IOException {
    Path model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    Path list = folder.resolve("list.csv");
    Files.writeString(
        list,
        "Injection,Layer,TensorIndex,Bit,Model,Site\n0,conv1,\"(0, 0, 0)\",,set:1e6,activation@%s\n"
            .formatted(exposure));
    return Cli.run(
        "replay",
        "--model",
        model,
        "--faults",
        list,
        "--dataset",
        "synthetic",
        "--images",
        20,
        "--batch",
        8,
        "--backend",
        "ort",
        "--out",
        folder.resolve("run"));
  }

  /** It would be masked in every image, and nobody would know why. */
  @ParameterizedTest
  @CsvSource({"image:20, 20 images", "inference:3, 3 batches"})
  void shouldRefuseAFaultThatNoImageOfTheRunMeets(String exposure, String all) throws IOException {
    Cli.Result result = replay(exposure);
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .hasLineCount(1)
        .contains(
            "list.csv:2: expected one of the %s of the run, found activation@%s"
                .formatted(all, exposure));
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void shouldStrikeInTheLastImageOnly() throws IOException {
    Cli.Result result = replay("image:19");
    assertThat(result.code()).as(result.err()).isZero();
    String row = Files.readAllLines(folder.resolve("run/outcomes-ort.csv")).get(1);
    assertThat(row).startsWith("0,conv1,\"(0, 0, 0)\",,20,19,");
  }
}
