package io.onnxfi.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.testing.RunFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultDataTest {
  @TempDir private Path folder;

  @Test
  void shouldLeaveOutTheLeastCriticalOfVeryManyFaults() {
    String[] rows =
        IntStream.rangeClosed(0, FaultData.MOST)
            .mapToObj(i -> "%d,fc,\"(%d, 0)\",5,%s".formatted(i, i, i == 7 ? "100,0,0" : "99,0,1"))
            .toArray(String[]::new);
    RunResults run =
        RunResults.read(
            new RunDirectory(RunFiles.in(folder).backend("ort", "ONNX Runtime", rows).finish()));
    List<?> shown = (List<?>) FaultData.of(run).get("faults");
    assertThat(shown).hasSize(FaultData.MOST);
    assertThat(shown.stream().<Object>map(fault -> ((List<?>) fault).get(0)))
        .as("in the order of the list")
        .startsWith(0, 1, 2, 3, 4, 5, 6, 8, 9);
    assertThat(new ReportPage(run, List.of()).html())
        .contains("the 20,000 most critical of 20,001 faults");
  }
}
