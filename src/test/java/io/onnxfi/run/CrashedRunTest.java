package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.agreement.Confusion;
import io.onnxfi.agreement.Totals;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.file.RunHeader;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.ImageOutcomeFile;
import io.onnxfi.report.RunConclusion;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.figure.RunFigures;
import io.onnxfi.report.figure.RunTables;
import io.onnxfi.report.page.ReportPage;
import io.onnxfi.testing.Fragile;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs in which a framework gives up under some faults: that is an outcome of its own. */
class CrashedRunTest {
  private static final int FAULTS = 120;
  private static final int IMAGES = 20;

  @TempDir private Path folder;
  private Path model;
  private Path list;
  private URLClassLoader loader;
  private ClassLoader usual;

  @BeforeEach
  void prepare() throws IOException {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    list = folder.resolve("faults.csv");
    FaultSampler.draw(OnnxModel.load(model), FAULTS, 3).write(list);
    Path services = Files.createDirectories(folder.resolve("more/META-INF/services"));
    Files.writeString(
        services.resolve(BackendProvider.class.getName()),
        Fragile.class.getName() + "\n" + Fragile.Twin.class.getName() + "\n");
    usual = Thread.currentThread().getContextClassLoader();
    loader = new URLClassLoader(new URL[] {folder.resolve("more").toUri().toURL()}, usual);
    Thread.currentThread().setContextClassLoader(loader);
  }

  @AfterEach
  void close() throws IOException {
    Thread.currentThread().setContextClassLoader(usual);
    loader.close();
  }

  private CampaignSpec.Builder campaign(String... backends) {
    return CampaignSpec.of(model, list, Datasets.named("synthetic"))
        .images(IMAGES)
        .backends(backends);
  }

  private RunDirectory directory(String name) {
    return new RunDirectory(folder.resolve(name));
  }

  private static List<TrialOutcome> crashes(RunResult result, String backend) {
    return result.outcomes(backend).trials().stream().filter(TrialOutcome::isCrash).toList();
  }

  @ParameterizedTest
  @EnumSource
  void shouldCountACrashOfOneFrameworkAsAnOutcome(NanRule rule) throws IOException {
    RunDirectory run = directory("run");
    RunResult result =
        Runs.execute(campaign("ort", "fragile").nanRule(rule).build(), run, RunListener.SILENT);

    assertThat(crashes(result, "ort")).isEmpty();
    assertThat(crashes(result, "fragile")).isNotEmpty().hasSizeLessThan(FAULTS);
    for (String backend : List.of("ort", "fragile")) {
      for (TrialOutcome trial : result.outcomes(backend).trials()) {
        long published =
            trial.counts().masked() + trial.counts().nonCritical() + trial.counts().critical();
        long due = trial.extra().due().orElseThrow();
        assertThat(published + due).isEqualTo(IMAGES);
        assertThat(trial.extra().crashed()).hasValue(trial.isCrash() ? IMAGES : 0);
        long nonFinite = rule == NanRule.DUE ? trial.extra().nonFinite().orElseThrow() : 0;
        assertThat(due).isEqualTo(trial.isCrash() ? IMAGES : nonFinite);
      }
    }
    int crashes = crashes(result, "fragile").size();
    assertThat(result.comparisons().get(0).verdict())
        .endsWith(
            " Faults with which the model cannot be run: 0 in ONNX Runtime, %d in Fragile"
                    .formatted(crashes)
                + " (fragile); %d in one of them only.".formatted(crashes));
    Confusion images = result.comparisons().get(0).confusion().orElseThrow();
    assertThat(images.onlyRight(ImageOutcome.CRASHED)).isEqualTo((long) crashes * IMAGES);
    assertThat(result.comparisons().get(0).text()).contains("crashed");
    assertThat(Files.readAllLines(run.file("agreement.csv")).get(0))
        .endsWith("due_ort,due_fragile,crashed_ort,crashed_fragile,identical");

    RunResults read = RunResults.read(run);
    assertThat(read.backends().get(1).totals())
        .isEqualTo(Totals.of(result.outcomes("fragile").trials()))
        .returns(true, Totals::hasCrashed);
    assertThat(RunFigures.of(read, List.of()).outcomes().get(0).description())
        .contains("of which crashed ");
    assertThat(new ReportPage(read, List.of()).html()).contains("<em>crashed</em>");
    assertThat(RunTables.sides(read).columns()).contains("due", "crashed", "non_finite");
    assertThat(new RunConclusion(read.summaries(), List.of()).text()).contains("due  crashed");
    assertThat(read.summaries().get(1).crashed()).isPresent();
    assertThat(read.pairs().get(0).report().json())
        .containsAllEntriesOf(withoutTitles(result.comparisons().get(0).json()));
  }

  /** Two of one framework have other titles in a report. */
  private static Map<String, Object> withoutTitles(Map<String, Object> json) {
    Map<String, Object> rest = new TreeMap<>(json);
    rest.keySet().removeAll(List.of("left", "right", "verdict"));
    return rest;
  }

  @Test
  void shouldAgreeWhereBothFrameworksGiveUp() throws IOException {
    RunDirectory run = directory("run");
    RunResult result = Runs.execute(campaign("fragile", "twin").build(), run, RunListener.SILENT);

    int crashes = crashes(result, "fragile").size();
    assertThat(crashes).isPositive();
    assertThat(result.comparisons().get(0).comparison().identical()).isEqualTo(FAULTS);
    assertThat(result.comparisons().get(0).verdict())
        .endsWith(
            "%d in Fragile (fragile), %d in Fragile (twin); 0 in one of them only."
                .formatted(crashes, crashes));
    try (ImageOutcomeFile.Reader images = new ImageOutcomeFile.Reader(run.images("twin"))) {
      for (int row = 0; row < FAULTS; row++) {
        if (result.outcomes("twin").trials().get(row).isCrash()) {
          assertThat(images.row(row)).containsOnly(ImageOutcome.CRASHED.code());
        }
      }
    }
  }

  @Test
  void shouldCountTheImagesThatAFaultWasTriedOn() {
    RunDirectory run = directory("run");
    CampaignSpec spec =
        campaign("ort", "fragile").batch(5).draw(new ImageDraw.Random(10)).seed(1).build();
    RunResult result = Runs.execute(spec, run, RunListener.SILENT);
    List<TrialOutcome> crashes = crashes(result, "fragile");
    assertThat(crashes).isNotEmpty().allMatch(trial -> trial.crashed().orElseThrow() == 10);
    Confusion images = RunResults.read(run).pairs().get(0).report().confusion().orElseThrow();
    assertThat(images.total()).isEqualTo(10L * FAULTS);
    assertThat(images.onlyRight(ImageOutcome.CRASHED)).isEqualTo(10L * crashes.size());
  }

  /** Ends a run as soon as some faults are done. */
  private record Interruption(long after, AtomicLong done) implements RunListener {
    @Override
    public void advanced(long pairs) {
      if (done.addAndGet(pairs) > after) {
        throw new IllegalStateException("interrupted");
      }
    }
  }

  private void interrupt(RunDirectory run, int faults) {
    CampaignSpec spec = campaign("fragile", "ort").build();
    Interruption interruption = new Interruption((long) faults * IMAGES, new AtomicLong());
    assertThatThrownBy(() -> Runs.execute(spec, run, interruption))
        .hasMessageContaining("interrupted");
  }

  private static Map<String, String> files(RunDirectory run) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> entries = Files.list(run.path())) {
      for (Path file : entries.toList()) {
        files.put(
            file.getFileName().toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void shouldGoOnBehindACrash() throws IOException {
    RunDirectory whole = directory("whole");
    Runs.execute(campaign("fragile", "ort").build(), whole, RunListener.SILENT);
    for (int faults : new int[] {20, FAULTS - 2, FAULTS + 10}) {
      RunDirectory run = directory("run" + faults);
      interrupt(run, faults);
      RunResult resumed = Runs.resume(campaign("fragile", "ort").build(), run, RunListener.SILENT);
      assertThat(crashes(resumed, "fragile")).isNotEmpty();
      assertThat(files(run)).isEqualTo(files(whole));
    }
  }

  /** The header says version 2. */
  private static void makeOlder(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes["OFI-JRNL".length() + Integer.BYTES - 1] = 2;
    Files.write(file, bytes);
  }

  @Test
  void shouldNotResumeWhatAnEarlierVersionBegan() throws IOException {
    RunDirectory run = directory("run");
    interrupt(run, 20);
    Path journal = run.journal("fragile");
    makeOlder(journal);
    Map<String, String> before = files(run);
    assertThatThrownBy(
            () -> Runs.resume(campaign("fragile", "ort").build(), run, RunListener.SILENT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            journal
                + ": expected a journal of finished faults of version 3, found version 2, written"
                + " by an earlier version of OnnxFI, which this one cannot resume; replay with"
                + " --out of a new folder");
    assertThat(files(run)).isEqualTo(before);
    assertThat(Files.size(journal)).isGreaterThan(RunHeader.BYTES);
  }

  @Test
  void shouldNotReadImagesOfAnEarlierVersion() throws IOException {
    RunDirectory run = directory("run");
    Runs.execute(campaign("fragile", "ort").build(), run, RunListener.SILENT);
    Path images = run.images("ort");
    makeOlder(images);
    assertThatThrownBy(() -> RunResults.read(run))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            images
                + ": expected a file of image outcomes of version 3, found version 2, written by an"
                + " earlier version of OnnxFI, which this one cannot read; replay again, or remove"
                + " it to do without the single images");
    Files.delete(images);
    assertThat(RunResults.read(run).remarks()).hasSize(1);
  }
}
