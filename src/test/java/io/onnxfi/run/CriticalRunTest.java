package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.testing.Graphs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of critical pairs that are interrupted, and go on. */
class CriticalRunTest {
  private static final int FAULTS = 60;
  private static final int IMAGES = 40;

  @TempDir private Path folder;
  private CampaignSpec spec;

  @BeforeEach
  void prepare() {
    Path model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(4).save(model);
    Path list = folder.resolve("faults.csv");
    FaultSampler.draw(OnnxModel.load(model), FAULTS, 3).write(list);
    spec =
        CampaignSpec.of(model, list, Datasets.named("synthetic"))
            .images(IMAGES)
            .backends("ort")
            .build();
  }

  private CriticalResult run(String name, boolean resume, RunListener listener) {
    return new CriticalRun(spec, Evidence.AUDITED, 0.01, listener)
        .execute(new RunDirectory(folder.resolve(name)), resume, Optional.empty());
  }

  /** Fails when so many pairs are done in the framework. */
  private static RunListener failingAfter(long pairs) {
    AtomicLong done = new AtomicLong(Long.MIN_VALUE);
    return new RunListener() {
      @Override
      public void began(BackendStart start) {
        done.set(0);
      }

      @Override
      public void advanced(long more) {
        if (done.addAndGet(more) > pairs) {
          throw new IllegalStateException("pulled the plug");
        }
      }
    };
  }

  @Test
  void shouldGoOnWithWhatWasDone() {
    run("whole", false, RunListener.SILENT);
    long before = (long) FAULTS / 3 * IMAGES;
    assertThatThrownBy(() -> run("cut", false, failingAfter(before)))
        .hasMessageContaining("pulled the plug");
    assertThatThrownBy(() -> run("cut", false, RunListener.SILENT))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("continue with --resume");

    AtomicLong known = new AtomicLong();
    AtomicLong pairs = new AtomicLong();
    RunListener counting =
        new RunListener() {
          @Override
          public void began(BackendStart start) {
            known.set(start.known());
          }

          @Override
          public void ended(BackendEnd end) {
            pairs.set(end.pairs());
          }
        };
    run("cut", true, counting);
    assertThat(known.get()).isBetween(FAULTS / 3L, FAULTS - 1L);
    assertThat(pairs.get()).isEqualTo((FAULTS - known.get()) * IMAGES);
    for (String file : List.of("critical-ort.csv", "summary.json", "manifest.json")) {
      assertThat(folder.resolve("cut").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(folder.resolve("cut/journal-ort.bin")).doesNotExist();
    CriticalResult again = run("cut", true, failingAfter(0));
    assertThat(again.text()).contains("nothing was left to do");
    assertThat(again.isWithin()).isTrue();
  }
}
