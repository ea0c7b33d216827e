package io.onnxfi.cli;

import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.BackendEnd;
import io.onnxfi.run.BackendStart;
import io.onnxfi.run.CutPlan;
import io.onnxfi.run.EpochEnd;
import io.onnxfi.run.RunListener;
import io.onnxfi.run.TrainingEvents;
import io.onnxfi.workload.SampleKind;

/** Says on the error stream what a run or a training does, and how far it is. */
final class Narrator implements RunListener, TrainingEvents, AutoCloseable {
  private final Terminal terminal;
  private final Runnable farewell;
  private Progress progress;

  /**
   * A narrator.
   *
   * @param farewell what to do and say if the work is interrupted
   */
  Narrator(Terminal terminal, Runnable farewell) {
    this.terminal = terminal;
    this.farewell = farewell;
  }

  /** Of a run that can go on in its folder if it is interrupted. */
  static Narrator ofRun(Terminal terminal) {
    return resumable(terminal, "where it stopped");
  }

  /** Of a training, which can go on as well. */
  static Narrator ofTraining(Terminal terminal) {
    return resumable(terminal, "after the last epoch");
  }

  /** Of a study: what is measured stays measured. */
  static Narrator ofStudy(Terminal terminal) {
    String farewell = "\nonnxfi: interrupted; the same command continues where it stopped";
    return new Narrator(terminal, () -> terminal.remark(farewell));
  }

  private static Narrator resumable(Terminal terminal, String where) {
    String farewell = "\nonnxfi: interrupted; the same command with --resume continues " + where;
    return new Narrator(terminal, () -> terminal.remark(farewell));
  }

  @Override
  public void note(String note) {
    terminal.note(note);
  }

  @Override
  public void remark(String remark) {
    if (progress == null) {
      terminal.remark(remark);
    } else {
      progress.remark(remark);
    }
  }

  @Override
  public void claimed(RunDirectory directory) {
    terminal.interruption().add(farewell);
  }

  @Override
  public void began(BackendStart start) {
    start.lines().forEach(terminal::remark);
    begin(start.title(), "inferences", start.pairs());
  }

  @Override
  public void examining(long images, SampleKind unit) {
    begin("Attribution", unit.toString(), images);
  }

  @Override
  public void profiling(String title, long images) {
    begin(title, "images", images);
  }

  @Override
  public void measuring(String task, long inferences) {
    begin(task, "inferences", inferences);
  }

  @Override
  public void measured() {
    stop();
  }

  @Override
  public void resumed(int epoch) {
    terminal.remark("Continuing after epoch " + epoch);
  }

  @Override
  public void began(String network, long imagesLeft) {
    terminal.interruption().add(farewell);
    begin("training " + network, "images", imagesLeft);
  }

  /** Shows progress from here on. */
  private void begin(String task, String unit, long total) {
    progress = new Progress(terminal, task, unit, total);
  }

  @Override
  public void planned(CutPlan plan) {
    plan.lines().forEach(this::remark);
  }

  @Override
  public void tasks(int done, int all, int executors) {
    progress.state("%,d of %,d tasks done, executors: %d".formatted(done, all, executors));
  }

  @Override
  public void advanced(long pairs) {
    progress.advance(pairs);
  }

  @Override
  public void trained(int images) {
    progress.advance(images);
  }

  @Override
  public void estimated(String title, String estimate) {
    remark(title + ": " + estimate);
  }

  @Override
  public void finished(EpochEnd end) {
    remark(end.line());
  }

  @Override
  public void ended(BackendEnd end) {
    stop();
    terminal.remark(end.line());
  }

  @Override
  public void verified(String title, int faults) {
    terminal.remark(
        "%s: verified, the plain engine gives the same counts for %d faults"
            .formatted(title, faults));
  }

  @Override
  public void kept(int epoch) {
    stop();
    terminal.remark("Keeping epoch %d, which has the lowest validation loss".formatted(epoch));
  }

  @Override
  public void ended() {
    stop();
  }

  @Override
  public void incomplete(String reason) {
    terminal.remark("The training history is incomplete: " + reason);
  }

  private void stop() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }

  /** The work is over: there is nothing to interrupt any more. */
  @Override
  public void close() {
    stop();
    terminal.interruption().remove(farewell);
  }
}
