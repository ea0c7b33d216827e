package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.RowSelection;
import io.onnxfi.testing.RunFiles;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayLineTest {
  /** Their own numbers are not their places in the list. */
  private static final String[] ROWS = {
    "17,conv1,\"(0, 1)\",30,60,30,10", "23,fc,\"(2, 3)\",5,100,0,0"
  };

  @TempDir private Path folder;

  private RunFiles run() {
    return RunFiles.in(folder).backend("ort", "ONNX Runtime", ROWS);
  }

  private static ReplayLine line(RunFiles files) {
    return ReplayLine.of(RunResults.read(new RunDirectory(files.finish())));
  }

  @Test
  void shouldRepeatEveryOption() {
    ReplayLine line =
        line(run().faults("rows", "4,9").faults("listed", 20).faults("fault", "flip"));
    assertThat(line.run())
        .isEqualTo(
            "./onnxfi replay --model net.onnx --faults list.csv --fault flip --dataset mnist"
                + " --images 100 --mean 0.5 --std 0.25 --batch 25 --nan-rule numpy --backend ort"
                + " --device cpu --optimization all --rows 4,9 --out again");
    assertThat(line.fault(1))
        .startsWith(line.faultPrefix())
        .isEqualTo(
            "./onnxfi replay --model net.onnx --faults list.csv --fault flip --dataset mnist"
                + " --images 100 --mean 0.5 --std 0.25 --batch 25 --nan-rule numpy --backend ort"
                + " --device cpu --optimization all --rows 9 --out fault-9");
  }

  @Test
  void shouldTakeTheImagesOfAFaultFromTheFileOfTheRun() {
    RunFiles files =
        run().faults("rows", "4,9").faults("listed", 20).draw(Map.of("images_per_fault", 50));
    assertThat(line(files).isDrawn()).isTrue();
    assertThat(line(files).run()).endsWith(" --rows 4,9 --images-per-fault 50 --out again");
    assertThat(line(files).fault(1))
        .endsWith(" --drawn drawn-images.csv --rows 9 --out fault-9")
        .doesNotContain("--images-per-fault");
    files.draw(Map.of("images_per_fault", 50, "file", "drawn-images.csv"));
    assertThat(line(files).run()).endsWith(" --rows 4,9 --drawn drawn-images.csv --out again");
    assertThat(line(run()).isDrawn()).isFalse();
  }

  @Test
  void shouldNameTheRowsThatASampleDrew() {
    int[] drawn = RowSelection.sample(IntStream.range(100, 200).toArray(), 2, 7);
    ReplayLine line =
        line(
            run()
                .faults("listed", 1000)
                .faults("rows", "100-199")
                .faults("sample", 2)
                .faults("seed", 7)
                .faults("generator", RowSelection.GENERATOR));
    assertThat(line.isOfOriginalList()).isTrue();
    assertThat(new int[] {line.row(0), line.row(1)}).isEqualTo(drawn);
    assertThat(line.run()).contains("--rows 100-199 --sample 2 --seed 7");
  }

  @Test
  void shouldCountRowsInTheOutcomesWhenTheManifestCannotTell() {
    ReplayLine line =
        line(
            run()
                .faults("rows", "all")
                .faults("sample", 2)
                .faults("seed", 7)
                .faults("generator", RowSelection.GENERATOR));
    assertThat(line.isOfOriginalList()).isFalse();
    assertThat(line.fault(1))
        .contains("--faults outcomes-ort.csv ")
        .endsWith("--rows 1 --out fault-1");
    assertThat(line.run()).contains("--faults list.csv");
  }

  @Test
  void shouldNotTrustAManifestThatContradictsTheOutcomes() {
    assertThat(line(run().faults("listed", 20).faults("rows", "4-9")).isOfOriginalList()).isFalse();
    assertThat(line(run().faults("listed", 20).faults("rows", "x")).isOfOriginalList()).isFalse();
  }

  @Test
  void shouldQuoteWhatAShellWouldTakeApart() {
    ReplayLine line = line(run().faults("file", "my list's; rm.csv"));
    assertThat(line.run()).contains("--faults 'my list'\\''s; rm.csv' ");
  }
}
