package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.PublishedData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultListTest {
  private static final String TEXT =
      """
      Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,due,note
      0,conv1,"(3, 0, 2, 1)",15,10000,14,9985,1,0,plain
      7,linear,"(9, 63)",30,10000,0,929,9071,12,"a, ""quoted"" note"
      8,linear,"(5,)",0,1,1,0,0,,
      """;

  @TempDir private Path folder;

  /** Rows as published; the header is not one. */
  @ParameterizedTest
  @CsvSource({
    "torch, CIFAR10, resnet/ResNet20_FL.csv, 16627, true",
    "torch, CIFAR10, resnet/ResNet32_FL.csv, 16630, true",
    "torch, CIFAR10, vgg/Vgg11_bn_FL.csv, 16642, true",
    "torch, CIFAR10, googlenet/GoogLeNet_FL.csv, 16640, true",
    "torch, CIFAR10, densenet/DenseNet121_FL.csv, 16628, true",
    "torch, CIFAR100, resnet/ResNet18_CIFAR100_FL.csv, 16644, true",
    "tensorflow, CIFAR10, resnet/ResNet20_TF_FL.csv, 16627, false",
    "tensorflow, CIFAR10, resnet/ResNet32_TF_FL.csv, 16630, false",
    "tensorflow, CIFAR10, vgg/Vgg11_bn_TF_FL.csv, 16642, false",
    "tensorflow, CIFAR10, googlenet/googlenet_cifar10_TF_FL.csv, 16640, false"
  })
  void shouldWritePublishedListsByteForByte(
      String framework, String dataset, String path, int rows, boolean outcomes) {
    Path published =
        PublishedData.file(
            "%s/gpu/image_classification/%s/fp32/%s".formatted(framework, dataset, path));

    FaultList list = FaultList.read(published);
    Path copy = folder.resolve("copy.csv");
    list.write(copy);

    assertThat(copy).hasSameBinaryContentAs(published);
    assertThat(list.rows()).hasSize(rows);
    assertThat(list.hasOutcomes()).isEqualTo(outcomes);
    assertThat(list.rows().get(rows - 1).injection()).isEqualTo(rows - 1);
    assertThat(list.rows().get(rows - 1).line()).isEqualTo(rows + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void shouldWriteExtraColumnsByteForByte(String lineEnd) throws IOException {
    String text = TEXT.replace("\n", lineEnd);
    for (String form : List.of(text, text.substring(0, text.length() - lineEnd.length()))) {
      FaultList list = FaultList.read(file(form));

      assertThat(rewritten(list)).isEqualTo(form);
      assertThat(list.rows()).extracting(FaultRow::line).containsExactly(2L, 3L, 4L);
      assertThat(list.rows().get(1).cells()).endsWith("12", "a, \"quoted\" note");
    }
  }

  /**
   * Python's csv module quotes a field for a comma, a quote or a line end, and for nothing else.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "# 1",
        " padded ",
        "!",
        "-1.5e-3",
        "\u00fc\u4e2d",
        "NaN",
        "a;b",
        "'single'",
        "\"a\nb\"",
        "\t"
      })
  void shouldQuoteOnlyWhereItMust(String note) throws IOException {
    String text = "Injection,Layer,TensorIndex,Bit,note\n0,_c,\"(0, 1)\",1," + note + "\n";

    assertThat(rewritten(FaultList.read(file(text)))).isEqualTo(text);
  }

  @Test
  void shouldReadFaultsAndOutcomes() throws IOException {
    FaultList list = FaultList.read(file(TEXT));

    FaultRow row = list.rows().get(1);
    assertThat(row.injection()).isEqualTo(7);
    assertThat(row.site().layer()).isEqualTo("linear");
    assertThat(row.site().index()).isEqualTo(TensorIndex.of(9, 63));
    assertThat(row.site().bit()).hasValue(30);
    assertThat(row.counts()).contains(new ImageCounts(10000, 0, 929, 9071));
    assertThat(list.locate(row)).isEqualTo("list.csv:3");
    assertThat(list.hasOutcomes()).isTrue();
  }

  @Test
  void shouldReadAListOfNoFaults() throws IOException {
    FaultList list = FaultList.read(file("Injection,Layer,TensorIndex,Bit\n"));

    assertThat(list.rows()).isEmpty();
    assertThat(list.hasOutcomes()).isFalse();
  }

  @Test
  void shouldSelectRows() throws IOException {
    FaultList list = FaultList.read(file(TEXT));

    FaultList selected = list.select(2, 0);

    assertThat(selected.rows()).extracting(FaultRow::injection).containsExactly(8L, 0L);
    assertThat(rewritten(selected).lines())
        .containsExactly(
            Arrays.asList(TEXT.split("\n", -1)).get(0),
            "8,linear,\"(5,)\",0,1,1,0,0,,",
            "0,conv1,\"(3, 0, 2, 1)\",15,10000,14,9985,1,0,plain");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("list.csv"), text, StandardCharsets.UTF_8);
  }

  private String rewritten(FaultList list) throws IOException {
    Path copy = folder.resolve("copy.csv");
    list.write(copy);
    return Files.readString(copy, StandardCharsets.UTF_8);
  }
}
