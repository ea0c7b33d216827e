package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.FaultList;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTimeTest {
  @TempDir private Path folder;

  private FaultList list(String rows) throws IOException {
    return FaultList.read(
        Files.writeString(folder.resolve("list.csv"), "Injection,Layer,TensorIndex,Bit\n" + rows));
  }

  /** 3,600 faults × 1,000 images at 1,000 images/s are an hour; a tenth of that is 6 min. */
  @Test
  void shouldSayTheTimeOfTheWholeModelAndOfWhatFaultsChange() {
    assertThat(new CampaignTime("X", 2, 1000, 3600, 0.1).text(1000))
        .isEqualTo(
            "Expected time on this machine (X, 2 processors, 1,000 images/s), for 1,000 images:"
                + " 1 h 00 min to run the whole model for every fault, about 6 min 00 s to run only"
                + " what the faults can change, as replay does");
    assertThat(new CampaignTime("X", 2, 1000, 3600, Double.NaN).text(1000))
        .endsWith("for every fault");
  }

  @Test
  void shouldMeasureAModel() throws IOException {
    OnnxModel model = Graphs.tinyCnn(2);
    String line = CampaignTime.line(model, list("0,conv2,\"(3, 0, 2, 1)\",15\n"), 1000);
    assertThat(line)
        .startsWith("Expected time on this machine (ONNX Runtime, ")
        .contains("to run only what the faults can change");
  }

  @Test
  void shouldSayWhyNothingCanBeMeasured() throws IOException {
    String line =
        CampaignTime.line(Graphs.tinyCnn(2), list("0,nowhere,\"(3, 0, 2, 1)\",15\n"), 1000);
    assertThat(line).startsWith("Expected time on this machine: not known (").contains("nowhere");
  }
}
