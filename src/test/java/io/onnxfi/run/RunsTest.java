package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Arrangement;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.Variant;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.testing.Graphs;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final int FAULTS = 12;
  private static final int IMAGES = 50;

  @TempDir private Path folder;
  private Path model;
  private Path list;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
    list = folder.resolve("faults.csv");
    FaultSampler.draw(OnnxModel.load(model), FAULTS, 3).write(list);
  }

  private CampaignSpec.Builder campaign() {
    return CampaignSpec.of(model, list, Datasets.named("synthetic")).images(IMAGES);
  }

  private RunDirectory directory(String name) {
    return new RunDirectory(folder.resolve(name));
  }

  /** Keeps what it is told. */
  private static final class Diary implements RunListener {
    private final List<String> begun = new ArrayList<>();
    private long pairs;
    private int ended;

    @Override
    public void began(BackendStart start) {
      begun.add(start.id());
      assertThat(start.pairs()).isEqualTo((long) (start.faults() - start.known()) * IMAGES);
    }

    @Override
    public void advanced(long more) {
      pairs += more;
    }

    @Override
    public void ended(BackendEnd end) {
      ended++;
    }
  }

  @Test
  void shouldTellWhatItDoesAndWhatCameOut() {
    Diary diary = new Diary();
    RunResult result = Runs.execute(campaign().build(), directory("run"), diary);
    assertThat(diary.begun).containsExactly("ort", "djl");
    assertThat(diary.ended).isEqualTo(2);
    assertThat(diary.pairs).isEqualTo(2L * FAULTS * IMAGES);
    assertThat(result.wasFinished()).isFalse();
    assertThat(result.outcomes()).containsOnlyKeys("ort", "djl");
    assertThat(result.comparisons()).hasSize(1);
    assertThat(result.warnings()).isEmpty();
    String verdict = result.comparisons().get(0).verdict();
    assertThat(result.text(false)).startsWith("\n").contains("clean accuracy", verdict);
    assertThat(result.text(true))
        .contains(result.comparisons().get(0).text())
        .endsWith(result.text(false).strip() + "\n");
    assertThat(result.json()).containsKeys("backends", "comparisons");
    assertThatThrownBy(() -> result.outcomes("tensorflow"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tensorflow");
  }

  @Test
  void shouldDoNothingIfTheRunWentOnToItsEnd() {
    RunResult first = Runs.execute(campaign().build(), directory("run"), RunListener.SILENT);
    Diary diary = new Diary();
    RunResult again = Runs.resume(campaign().build(), directory("run"), diary);
    assertThat(again.wasFinished()).isTrue();
    assertThat(diary.begun).isEmpty();
    assertThat(again.summary().toString()).isEqualTo(first.summary().toString());
    assertThat(again.text(true)).isEmpty();
    assertThat(again.warnings())
        .containsExactly(folder.resolve("run") + " is finished: nothing to do");
  }

  @Test
  void shouldRefuseAMarginThatIsNone() {
    assertThatThrownBy(() -> campaign().margin(100).build())
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--margin: expected above 0 and below 100 percentage points, found 100.0");
  }

  @Test
  void shouldRefuseWhatIsNoFramework() {
    assertThatThrownBy(
            () ->
                Runs.execute(
                    campaign().backends("ort", "tf").build(), directory("run"), RunListener.SILENT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--backend: expected ort or djl, found 'tf'");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  /** ONNX Runtime under another name, as somebody else's framework would come. */
  public static final class PlainGraph implements BackendProvider {
    @Override
    public String id() {
      return "plain-graph";
    }

    @Override
    public String title() {
      return "Plain graph";
    }

    @Override
    public String libraries() {
      return "Plain graph 1.0";
    }

    @Override
    public Backend open(BackendSettings settings) {
      return new Renamed(OnnxRuntimeBackend.create(settings.device(), Optimization.NONE));
    }

    @Override
    public BackendSettings settings(Map<String, String> description) {
      return BackendSettings.DEFAULT;
    }

    @Override
    public List<Variant> variants(BackendSettings settings, int batch, Variant.Use use) {
      return List.of();
    }

    @Override
    public List<Arrangement> arrangements(BackendSettings settings, int threads) {
      return List.of();
    }

    private record Renamed(Backend inner) implements Backend {
      @Override
      public String id() {
        return "plain-graph";
      }

      @Override
      public String title() {
        return "Plain graph";
      }

      @Override
      public Map<String, String> description() {
        return inner.description();
      }

      @Override
      public boolean isBatchInvariant() {
        return inner.isBatchInvariant();
      }

      @Override
      public Set<String> kernels(OnnxModel model) {
        return inner.kernels(model);
      }

      @Override
      public Session open(OnnxModel model) {
        return inner.open(model);
      }

      @Override
      public void close() {
        inner.close();
      }
    }
  }

  @Test
  void shouldCompareEveryPairOfFrameworksThatAreFoundOnTheClassPath() throws Exception {
    Path services = Files.createDirectories(folder.resolve("more/META-INF/services"));
    Files.writeString(
        services.resolve(BackendProvider.class.getName()), PlainGraph.class.getName());
    Thread thread = Thread.currentThread();
    ClassLoader usual = thread.getContextClassLoader();
    URL[] more = {folder.resolve("more").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(more, usual)) {
      thread.setContextClassLoader(loader);
      RunResult result =
          Runs.execute(
              campaign().backends("djl", "plain-graph", "ort").build(),
              directory("run"),
              RunListener.SILENT);
      assertThat(result.comparisons()).hasSize(3);
    } finally {
      thread.setContextClassLoader(usual);
    }
    assertThat(directory("run").files())
        .extracting(file -> file.getFileName().toString())
        .contains(
            "agreement-djl-plain-graph.csv",
            "agreement-djl-ort.csv",
            "agreement-plain-graph-ort.csv",
            "images-plain-graph.bin");
  }
}
