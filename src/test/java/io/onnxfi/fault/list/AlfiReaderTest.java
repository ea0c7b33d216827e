package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults as PyTorchALFI draws them. */
@SuppressWarnings("StringConcatToTextBlock") // one line of a list each
class AlfiReaderTest {
  private static final String WEIGHTS = "layer,filter,channel,depth,height,width,bit\n";
  private static final String NEURONS = "batch,layer,channel,depth,height,width,bit\n";

  /** Columns of PyTorchALFI's result files; for a neuron, {@code channel_in} is empty. */
  private static final String RESULTS =
      "file_path,gnd_label,corr output index - top5,corr output prob - top5,layer,channel_in,"
          + "channel_out,3D channel,height,width,bit,time - corr model\n";

  private static final OnnxModel MODEL = Graphs.tinyCnn(2);

  @TempDir private Path folder;

  private FaultList read(String text, Optional<ListForm> form, AlfiReading reading) {
    Path file = Lists.file(folder, "alfi.csv", text);
    return ListConversion.convert(file, MODEL, form, reading, Naming.PYTORCH);
  }

  private String converted(String text, AlfiReading reading) {
    return Lists.written(folder, read(text, Optional.empty(), reading));
  }

  private static AlfiReading under(InjectionPolicy policy, int faultsPerTrial) {
    return new AlfiReading(policy, faultsPerTrial, Optional.empty(), AlfiLayerTypes.ALL);
  }

  /** Its single_bit_flip counts characters of the binary text: 0 is the sign. */
  @Test
  void shouldCountBitsFromTheSign() {
    assertThat(
            converted(
                WEIGHTS + "0,3,0,-1,2,1,0\n2,31,5,-1,0,2,1\n3,-1,-1,-1,9,30,31\n",
                AlfiReading.DEFAULT))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(3, 0, 2, 1)\",31,flip,weight\n"
                + "1,conv3,\"(31, 5, 0, 2)\",30,flip,weight\n"
                + "2,linear,\"(9, 30)\",0,flip,weight\n");
  }

  @Test
  void shouldReadNeurons() {
    FaultList list =
        read(NEURONS + "0,0,3,-1,5,6,8\n7,3,-1,-1,7,9,8\n", Optional.empty(), AlfiReading.DEFAULT);

    assertThat(Lists.written(folder, list))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(3, 5, 6)\",23,flip,activation\n"
                + "1,linear,\"(9,)\",23,flip,activation\n");
    assertThat(list.notes())
        .containsExactly(
            "alfi.csv: read as PyTorchALFI's faults in neurons; the last field as a bit, 0 the"
                + " sign; layers counted in the order of the model (conv2d,conv3d,fcc); each fault"
                + " in all images, whatever its batch field");
  }

  @Test
  void shouldExposeAnotherImageOrBatchInEachTrial() {
    String rows = NEURONS + "0,0,3,-1,5,6,8\n1,0,3,-1,5,6,9\n0,0,3,-1,5,7,8\n";
    assertThat(converted(rows, under(InjectionPolicy.PER_IMAGE, 1)))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(3, 5, 6)\",23,flip,activation@image:0\n"
                + "1,conv1,\"(3, 5, 6)\",22,flip,activation@image:1\n"
                + "2,conv1,\"(3, 5, 7)\",23,flip,activation@image:2\n");
    assertThat(converted(rows, under(InjectionPolicy.PER_BATCH, 2)))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(3, 5, 6)\",23,flip,activation@inference:0\n"
                + "0,conv1,\"(3, 5, 6)\",22,flip,activation@inference:0\n"
                + "1,conv1,\"(3, 5, 7)\",23,flip,activation@inference:1\n");
  }

  @Test
  void shouldReadResultsWhereARowIsAnImage() {
    String neurons =
        RESULTS
            + "a.png,1,[1 2],[0.5 0.5],[0],,[3],[-1],[5],[6],[1],0.1\n"
            + "b.png,1,[1 2],[0.5 0.5],[0],,[3],[-1],[5],[6],[1],0.1\n"
            + "c.png,1,[1 2],[0.5 0.5],\"[0, 1]\",,\"[3, 4]\",\"[-1, -1]\",\"[5, 0]\",\"[6, 0]\","
            + "\"[1, 2]\",0.1\n";
    FaultList stays = read(neurons, Optional.empty(), AlfiReading.DEFAULT);
    assertThat(Lists.written(folder, stays))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(3, 5, 6)\",30,flip,activation\n"
                + "1,conv1,\"(3, 5, 6)\",30,flip,activation\n"
                + "1,conv2,\"(4, 0, 0)\",29,flip,activation\n");
    assertThat(stays.notes().toString())
        .contains("rows that repeat the row before them, for another image: 1");
    assertThat(converted(neurons, under(InjectionPolicy.PER_IMAGE, 1)))
        .contains("\n1,conv1,\"(3, 5, 6)\",30,flip,activation@image:1\n");

    assertThat(
            converted(RESULTS + "-1,1,[1 2],[0.5 0.5],0,3,0,-1,2,1,1,0.1\n", AlfiReading.DEFAULT))
        .isEqualTo(Lists.MODELS + "0,conv1,\"(3, 0, 2, 1)\",30,flip,weight\n");
  }

  @Test
  void shouldReplaceElementsByNumbers() {
    String rows = WEIGHTS.replace("bit", "value") + "0,3,0,-1,2,1,1200\n3,-1,-1,-1,9,30,-2.5\n";
    assertThat(converted(rows, AlfiReading.DEFAULT))
        .isEqualTo(
            Lists.MODELS
                + "0,conv1,\"(3, 0, 2, 1)\",,set:1200,weight\n"
                + "1,linear,\"(9, 30)\",,set:-2.5,weight\n");
    AlfiReading bits =
        new AlfiReading(InjectionPolicy.PER_EPOCH, 1, Optional.of(false), AlfiLayerTypes.ALL);
    assertThatThrownBy(() -> converted(rows, bits))
        .hasMessageContaining("alfi.csv:2: expected a bit from 0, the most significant, to 31");
  }

  /** As numpy.savetxt writes a runset. */
  @Test
  void shouldReadFieldsWithoutHeaderWhereItIsToldWhatTheyAre() {
    String row =
        "0.000000000000000000e+00,3.000000000000000000e+00,0,-1.000000000000000000e+00,2,1,1\n";
    assertThat(
            Lists.written(
                folder, read(row, Optional.of(ListForm.ALFI_WEIGHTS), AlfiReading.DEFAULT)))
        .isEqualTo(Lists.MODELS + "0,conv1,\"(3, 0, 2, 1)\",30,flip,weight\n");
    assertThatThrownBy(() -> converted(row, AlfiReading.DEFAULT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("--from alfi-neurons or alfi-weights");
  }

  @Test
  void shouldCountTheLayersOfSomeKinds() {
    AlfiReading linear =
        new AlfiReading(
            InjectionPolicy.PER_EPOCH,
            1,
            Optional.empty(),
            AlfiLayerTypes.parse("--layer-types", "fcc"));
    assertThat(converted(WEIGHTS + "0,-1,-1,-1,9,30,31\n", linear)).contains("linear,\"(9, 30)\"");
    assertThatThrownBy(() -> AlfiLayerTypes.parse("--layer-types", "conv2d,pool"))
        .hasMessage(
            "--layer-types: expected some of conv2d, conv3d, fcc, with commas, found"
                + " 'conv2d,pool'");
  }

  @Test
  void shouldRefuseTransientFaultsInWeights() {
    assertThatThrownBy(
            () -> converted(WEIGHTS + "0,3,0,-1,2,1,0\n", under(InjectionPolicy.PER_IMAGE, 1)))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageStartingWith(
            "alfi.csv: faults in weights are in every inference here, not per_image");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "0,3,0,-1,2,1,32 | a bit from 0, the most significant, to 31 (float)",
        "0,3,0,-1,2,1,-1 | a bit from 0",
        "0,3,0,-1,2,1,0.5 | a bit from 0",
        "0,3,0,-1,2,1, | expected seven fields, found none in the last",
        "4,3,0,-1,2,1,1 | expected a layer from 0 to 3 (conv2d,conv3d,fcc, counted in order), found"
            + " 4",
        "-1,3,0,-1,2,1,1 | expected a layer from 0 to 3",
        "0,-1,0,-1,2,1,1 | 4 coordinates for layer 0, conv1 [16, 3, 3, 3], and -1 for the others",
        "0,3,0,1,2,1,1 | 4 coordinates for layer 0, conv1 [16, 3, 3, 3], and -1 for the others",
        "3,3,0,-1,2,1,1 | 2 coordinates for layer 3, linear [10, 32], and -1 for the others",
        "0,3,0,-1,3,1,1 | expected an index within layer 0, conv1 [16, 3, 3, 3], found (3, 0, 3,"
            + " 1)",
        "0,3,0,-1,1.5,1,1 | expected a whole number in field height, found '1.5'",
        "0,3,0,-1,2,1 | expected 7 columns, found 6",
      })
  void shouldNameTheRowThatIsWrong(String row, String message) {
    assertThatThrownBy(() -> converted(WEIGHTS + row + "\n", AlfiReading.DEFAULT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("alfi.csv:2: ")
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
