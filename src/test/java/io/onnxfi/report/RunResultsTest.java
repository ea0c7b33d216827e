package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Factor;
import io.onnxfi.testing.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunResultsTest {
  private static final String FIRST = "0,conv1,\"(0, 1)\",30,60,30,10";
  private static final String SECOND = "1,fc,\"(2, 3)\",5,100,0,0";

  @TempDir private Path folder;

  private RunFiles both() {
    return RunFiles.in(folder.resolve("run"))
        .backend("ort", "ONNX Runtime", FIRST, SECOND)
        .backend("djl", "PyTorch (DJL)", FIRST, SECOND);
  }

  private static RunResults read(Path run) {
    return RunResults.read(new RunDirectory(run));
  }

  @Test
  void shouldReadWhatTheDirectoryHas() {
    RunResults run = read(both().published(FIRST, SECOND).finish());
    assertThat(run.backends()).extracting(RunSide::id).containsExactly("ort", "djl");
    assertThat(run.backends()).extracting(RunSide::title).contains("PyTorch (DJL)");
    assertThat(run.backends().get(0).clean()).hasValue(new CleanAccuracy(90, 100));
    assertThat(run.backends().get(0).totals().critical()).isEqualTo(10);
    assertThat(run.backends().get(0).totals().nonFinite()).hasValue(0);
    assertThat(run.published().orElseThrow().totals().nonFinite()).isEmpty();
    assertThat(run.published().orElseThrow().totals().due()).hasValue(0);
    assertThat(run.pairs())
        .extracting(RunResults.Pair::title)
        .containsExactly(
            "ONNX Runtime against PyTorch (DJL)",
            "ONNX Runtime against published",
            "PyTorch (DJL) against published");
    assertThat(run.remarks())
        .containsExactly(
            "images-ort.bin, images-djl.bin missing: the frameworks are not compared image by"
                + " image.");
  }

  @Test
  void shouldKnowTheFaultModelOfWhatWasMeasured() {
    RunResults run = read(both().faults("fault", "stuck-at-1").published(FIRST, SECOND).finish());
    assertThat(run.backends().get(0).trials())
        .allMatch(outcome -> outcome.labels().level(Factor.FAULT).equals("stuck-at-1"));
    assertThat(run.published().orElseThrow().trials())
        .noneMatch(outcome -> outcome.labels().has(Factor.FAULT));
    assertThat(run.pairs()).as("joined by number and place").hasSize(3);
  }

  @Test
  void shouldNotCompareARunOfOneBackendWithoutPublishedOutcomes() {
    RunResults run =
        read(RunFiles.in(folder.resolve("one")).backend("ort", "ONNX Runtime", FIRST).finish());
    assertThat(run.pairs()).isEmpty();
    assertThat(run.remarks()).isEmpty();
    assertThat(run.summaries())
        .singleElement()
        .returns(Optional.of(90L), summary -> summary.clean().map(CleanAccuracy::correct));
  }

  @Test
  void shouldTellTwoBackendsOfOneFrameworkApart() {
    RunResults run =
        read(
            RunFiles.in(folder.resolve("run"))
                .backend("a", "ONNX Runtime", FIRST)
                .backend("b", "ONNX Runtime", FIRST)
                .finish());
    assertThat(run.backends())
        .extracting(RunSide::title)
        .containsExactly("ONNX Runtime (a)", "ONNX Runtime (b)");
  }

  @Test
  void shouldRefuseWhatIsNoFinishedRun() {
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(folder + ": expected a run directory (manifest.json), found none");
    Path run = both().unfinished();
    assertThatThrownBy(() -> read(run))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith(
            "an unfinished one; continue with the same replay command and --resume");
  }

  @Test
  void shouldGoOnWithoutTheOutcomesOfOneBackend() throws IOException {
    Path run = both().finish();
    Files.delete(run.resolve("outcomes-djl.csv"));
    assertThat(read(run).remarks())
        .containsExactly("outcomes-djl.csv is missing, so this side is left out.");
    Files.delete(run.resolve("outcomes-ort.csv"));
    assertThatThrownBy(() -> read(run)).hasMessageContaining("(outcomes-*.csv), found none");
  }

  @Test
  void shouldRefuseFilesThatDoNotBelongTogether() {
    Path run = both().published(SECOND, FIRST).finish();
    assertThatThrownBy(() -> read(run))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "published.csv: expected the faults of outcomes-ort.csv, row by row, found other"
                + " faults");
  }

  @Test
  void shouldReadTheCausesOfDifferences() {
    String header = "Injection,Layer,TensorIndex,Bit,left,right,differing_images,cause,evidence\n";
    Path run =
        both()
            .write(
                "attribution.csv",
                header
                    + "0,conv1,\"(0, 1)\",30,ort,djl,7,rounding,\"3e-7, at another level\"\n"
                    + "0,conv1,\"(0, 1)\",30,ort,published,9,precision,TF32\n")
            .finish();
    RecordedCauses attribution = read(run).attribution().orElseThrow();
    assertThat(attribution.causes()).hasSize(1).containsValue("precision; rounding");
    assertThat(attribution.byCause().get("rounding"))
        .singleElement()
        .returns(7L, RecordedCauses.Finding::images)
        .returns("3e-7, at another level", RecordedCauses.Finding::evidence);
  }

  @Test
  void shouldRefuseTheSummaryOfOtherOutcomes() {
    Path run = both().finish();
    Json.write(
        run.resolve("summary.json"),
        Map.of(
            "backends",
            List.of(
                Map.of("backend", "ort", "images", 100, "clean_correct", 90, "critical", 11),
                Map.of("backend", "djl", "images", 100, "clean_correct", 90))));
    assertThatThrownBy(() -> read(run))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            run.resolve("summary.json")
                + ", critical of ort: expected 10, the sum of outcomes-ort.csv, found 11");
  }

  @Test
  void shouldNotShowCausesOfOtherOutcomes() throws IOException {
    String cause = "0,conv1,\"(0, 1)\",30,ort,djl,7,rounding,x\n";
    String header = "Injection,Layer,TensorIndex,Bit,left,right,differing_images,cause,evidence\n";
    Path run = both().write("attribution.csv", header + cause).finish();
    assertThat(read(run).attribution()).isPresent();
    String said =
        "attribution.csv was made from other outcomes, so causes are left out; run onnxfi attribute"
            + " again.";
    Path outcomes = run.resolve("outcomes-ort.csv");
    String before = Files.readString(outcomes);
    Files.writeString(outcomes, before.replace("60,30,10", "60,29,11"));
    assertThat(read(run).attribution()).isEmpty();
    assertThat(read(run).remarks()).contains(said);
    Files.writeString(outcomes, before);
    assertThat(read(run).attribution()).isPresent();
    Files.delete(run.resolve("attribution.json"));
    assertThat(read(run).attribution()).isEmpty();
    assertThat(read(run).remarks()).contains(said);
  }

  @Test
  void shouldSayWhatIsWrongWithAnAttribution() {
    Path columns =
        both().write("attribution.csv", "Injection,Layer,TensorIndex,Bit,cause\n").finish();
    assertThatThrownBy(() -> read(columns))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("attribution.csv:1: expected columns left,right,");
    Path number =
        both()
            .write(
                "attribution.csv",
                """
                Injection,Layer,TensorIndex,Bit,left,right,differing_images,cause,evidence
                0,conv1,"(0, 1)",30,ort,djl,some,rounding,x
                """)
            .finish();
    assertThatThrownBy(() -> read(number))
        .hasMessage(
            "attribution.csv:2: expected a whole number in column differing_images, found 'some'");
  }
}
