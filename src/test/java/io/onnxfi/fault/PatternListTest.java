package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.fault.pattern.ErrorPatterns;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists whose sites are error patterns of activations. */
class PatternListTest {
  /** Its layers 1 have 16 × 32 × 32 elements. */
  private static final OnnxModel RESNET20 =
      Zoo.architecture("resnet20", new ImageSize(3, 32, 32), 10).build(new RandomParameters(1));

  @TempDir private Path folder;

  private FaultList list(String... rows) throws IOException {
    Path file = folder.resolve("list.csv");
    Files.writeString(
        file, "Injection,Layer,TensorIndex,Bit,Model,Site\n" + String.join("\n", rows) + "\n");
    return FaultList.read(file);
  }

  private static List<List<PlacedFault>> place(FaultList list) {
    return new FaultResolver(RESNET20).place(list, new BitFlip());
  }

  private static List<Long> positions(PlacedFault fault, long trial) {
    Region region = fault.site().region(TrialRandom.ofPlace(3, trial, 0));
    return LongStream.range(0, region.size()).map(region::position).boxed().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "same-row:8",
        "bullet-wake:100",
        "\"skip-4:2,5\"",
        "\"shattered:2,100,25\"",
        "full-channel:5",
        "single-block:64",
        "\"channel-blocks:16,50\"",
        "channel-scatter:5",
        "\"rectangle:8,8,5\"",
        "\"systolic-os:16,16\"",
        "\"systolic-ws:16,16\"",
        "gemm-thread",
        "winograd-thread",
        "fft-thread",
        "gemm-warp",
        "winograd-warp",
        "fft-warp"
      })
  void shouldPlaceEachPattern(String pattern) throws IOException {
    String site = ("activation/" + pattern).replace("activation/\"", "\"activation/");
    FaultList list = list("5,conv1,\"(3, 2, 1)\",,zero," + site);
    Path copy = folder.resolve("copy.csv");
    list.write(copy);
    assertThat(copy).hasSameBinaryContentAs(folder.resolve("list.csv"));

    PlacedFault placed = place(list).get(0).get(0);

    String label = pattern.replace("\"", "");
    PatternReach reach = new PatternReach(ErrorPatterns.parse("test", label));
    assertThat(list.rows().get(0).site().extent())
        .isEqualTo(new Extent(SiteKind.ACTIVATION, reach, Exposure.EVERY))
        .hasToString("activation/" + label);
    assertThat(positions(placed, 5))
        .contains((3 * 32 + 2) * 32 + 1L)
        .isEqualTo(positions(placed, 5));
    assertThat(placed.site().size()).isLessThanOrEqualTo(positions(placed, 5).size());
    assertThat(list.rows().get(0).fault().isRandom()).isEqualTo(placed.site().isRandom());
  }

  @Test
  void shouldPlaceAProcessingElementWithoutAnElement() throws IOException {
    FaultList list =
        list(
            "0,conv1,(),,zero,\"activation/systolic-os:16,16,3,5@image:2\"",
            "1,conv1,,,zero,\"activation/systolic-ws:16,8,3,5\"");

    List<List<PlacedFault>> placed = place(list);

    assertThat(positions(placed.get(0).get(0), 0))
        .isEqualTo(LongStream.range(0, 64).map(i -> 5 * 1024 + 3 + 16 * i).boxed().toList());
    assertThat(((ActivationSite) placed.get(0).get(0).site()).exposure())
        .isEqualTo(new Exposure.Image(2));
    assertThat(positions(placed.get(1).get(0), 1)).hasSize(2 * 1024).contains(13 * 1024L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "conv1|(3, 2, 1)|zero|activation/bullet:3|expected a site: weight or activation, alone or"
            + " with one of /row, /column, /channel, /input-channel, /tensor (weights only:"
            + " /input-channel), activations also with @image:N or @inference:N, and with a pattern"
            + " behind the slash: single, same-row:N, ",
        "conv1|(3, 2, 1)|zero|activation/bullet-wake:101|expected bullet-wake:CHANNELS with"
            + " CHANNELS from 1 to 100 (percent), found 'bullet-wake:101'",
        "conv1|(3, 2, 1)|zero|activation/same-row@image:3|expected same-row:N with N at least 2,"
            + " found 'same-row'",
        "conv1|(3, 2, 1, 0)|zero|weight/bullet-wake:100|expected a pattern of an activation, as"
            + " activation/bullet-wake:100, found 'weight/bullet-wake:100'",
        "linear|(3,)|zero|activation/bullet-wake:100|activation linear: expected channels and"
            + " places for bullet-wake:100, found one image's shape [10]",
        "conv1|(3, 2)|zero|activation/single|expected an index within one image's shape"
            + " [16, 32, 32], found (3, 2)",
        "conv1|(16, 2, 1)|zero|activation/gemm-thread|found (16, 2, 1)",
        "conv1|()|zero|activation/gemm-thread|found ()",
        "conv1||zero|activation/single|expected TensorIndex like (3, 0, 2, 1), found ''",
        "conv1|()|zero|activation/systolic-os:32,32,0,16|expected at least 17 channels for"
            + " systolic-os:32,32,0,16, found one image's shape [16, 32, 32]",
        "conv1|(3, 2, 1)|count:65|activation/same-row:2|conv1 (3, 2, 1) activation/same-row:2:"
            + " expected at most the 64 bits of the region, found 65 bits",
        "conv1|(3, 2, 1)|count:33|activation/gemm-thread|expected at most the 32 bits of the"
            + " region, found 33 bits",
        "conv1|(3, 2, 1)|flip|activation/single|expected a whole number in column Bit, found ''"
      })
  void shouldRefuseWhatCannotBe(
      String layer, String index, String model, String site, String part) {
    String row = "0,%s,\"%s\",,%s,\"%s\"".formatted(layer, index == null ? "" : index, model, site);
    assertThatThrownBy(() -> place(list(row)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("list.csv:2: ")
        .hasMessageContaining(part);
  }

  /** Of a mix that names what a matrix has no room for, the rest is drawn. */
  @Test
  void shouldPlaceAMixWhereOneOfItsPatternsFits() throws IOException {
    PlacedFault placed = place(list("0,linear,\"(3,)\",,zero,activation/fft-warp")).get(0).get(0);
    assertThat(positions(placed, 0)).hasSize(10); // a block is all that has no channels
  }

  /** Rows of one column have no neighbours. */
  @Test
  void shouldRefuseAPatternWithoutNeighbours() throws IOException {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 4, 3, 1);
    builder.node("Relu", List.of("x"), "y");
    OnnxModel model = builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4, 3, 1).build();
    FaultList list = list("0,y,\"(2, 1, 0)\",,zero,activation/same-row:3");

    assertThatThrownBy(() -> new FaultResolver(model).place(list, new BitFlip()))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "list.csv:2: activation y: expected at least 2 columns for same-row:3, found one"
                + " image's shape [4, 3, 1]");
  }
}
