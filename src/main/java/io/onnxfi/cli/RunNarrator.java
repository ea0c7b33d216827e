package io.onnxfi.cli;

import io.onnxfi.report.Figures;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.RunListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Says on the error stream what a run does, and how far it is. */
final class RunNarrator implements RunListener, AutoCloseable {
  private static final double GIBIBYTE = 1L << 30;
  private static final int MOST_NAMED = 8;

  private final Terminal terminal;
  private final Runnable farewell;
  private Progress progress;

  /**
   * A narrator.
   *
   * @param farewell what to do and say if the run is interrupted
   */
  RunNarrator(Terminal terminal, Runnable farewell) {
    this.terminal = terminal;
    this.farewell = farewell;
  }

  /** Of a run that can go on in its folder if it is interrupted. */
  static RunNarrator resumable(Terminal terminal) {
    return new RunNarrator(
        terminal,
        () ->
            terminal.remark(
                "\n"
                    + "onnxfi: interrupted; the same command with --resume continues where it"
                    + " stopped"));
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
    terminal.remark(
        "%s on %s: %s faults × %s images"
            .formatted(
                start.title(),
                start.device(),
                Figures.count(start.faults()),
                Figures.count(start.images())));
    if (start.known() > 0) {
      terminal.remark(
          "%s: continuing after %s faults"
              .formatted(start.title(), Figures.share(start.known(), start.faults())));
    }
    if (start.damaged() > 0) {
      terminal.remark(
          "%s: skipped %d damaged records in %s; their faults run again"
              .formatted(start.title(), start.damaged(), start.journal().getFileName()));
    }
    begin(start.title(), "inferences", start.pairs());
  }

  @Override
  public void examining(long images) {
    begin("Attribution", "images", images);
  }

  /** Shows progress from here on. */
  private void begin(String task, String unit, long total) {
    progress = new Progress(terminal, task, unit, total);
  }

  @Override
  public void planned(CutPlan plan) {
    remark(
        "%s%s: %d layers cut, each checked to reproduce the whole model's bits"
            .formatted(
                plan.title(),
                plan.optimization().isEmpty()
                    ? ""
                    : " at optimisation level " + plan.optimization(),
                plan.layers()));
    reasons(plan.whole())
        .forEach(
            (reason, some) ->
                remark(
                    "  the whole model runs for faults in %s: %s".formatted(named(some), reason)));
  }

  private static String named(List<String> layers) {
    int more = layers.size() - MOST_NAMED;
    return layers.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + Figures.count(more) + " more" : "");
  }

  /** The layers with the same reason together, in order. */
  private static Map<String, List<String>> reasons(Map<String, String> whole) {
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    whole.forEach(
        (layer, reason) -> reasons.computeIfAbsent(reason, r -> new ArrayList<>()).add(layer));
    return reasons;
  }

  @Override
  public void advanced(long pairs) {
    progress.advance(pairs);
  }

  @Override
  public void estimated(String title, String estimate) {
    remark(title + ": " + estimate);
  }

  @Override
  public void ended(BackendEnd end) {
    stop();
    terminal.remark(
        String.format(
            Locale.ROOT,
            "%s: done in %s, %,.0f inferences/s%s",
            end.title(),
            Figures.seconds(end.seconds()),
            end.pairs() / end.seconds(),
            peak(end.peakBytes())));
  }

  private static String peak(OptionalLong bytes) {
    return bytes.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT, ", peak memory of the process %.1f GiB", bytes.getAsLong() / GIBIBYTE);
  }

  @Override
  public void verified(String title, int faults) {
    terminal.remark(
        "%s: verified, the plain engine gives the same counts for %d faults"
            .formatted(title, faults));
  }

  private void stop() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }

  /** The run is over: there is nothing to interrupt any more. */
  @Override
  public void close() {
    stop();
    terminal.interruption().remove(farewell);
  }
}
