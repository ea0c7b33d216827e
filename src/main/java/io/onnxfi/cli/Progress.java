package io.onnxfi.cli;

import io.onnxfi.report.Figures;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Progress of long work: a bar with rate and time left on a terminal, a plain line now and then
 * elsewhere.
 */
final class Progress implements AutoCloseable {
  private static final long PLAIN_EVERY_NANOS = 10_000_000_000L;

  private final Terminal terminal;
  private final String task;
  private final String unit;
  private final long total;
  private final long start = System.nanoTime();
  private final ProgressBar bar;
  private long done;
  private long lastLine = start;
  private String state = "";

  Progress(Terminal terminal, String task, String unit, long total) {
    this.terminal = terminal;
    this.task = task;
    this.unit = unit;
    this.total = total;
    this.bar = terminal.interactive() ? bar(task, unit, total) : null;
  }

  private static ProgressBar bar(String task, String unit, long total) {
    return new ProgressBarBuilder()
        .setTaskName(Terminal.line(task))
        .setInitialMax(total)
        .setUnit(" " + unit, 1)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .showSpeed(new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)))
        .setConsumer(new ConsoleProgressBarConsumer(System.err))
        .build();
  }

  /** So much more is done. */
  synchronized void advance(long amount) {
    done += amount;
    if (bar != null) {
      bar.stepTo(done);
      return;
    }
    long now = System.nanoTime();
    if (now - lastLine >= PLAIN_EVERY_NANOS) {
      lastLine = now;
      terminal.remark(
          "%s: %s, %s/s, %s left%s"
              .formatted(
                  task,
                  Figures.share(done, total) + " " + unit,
                  rate(),
                  Figures.seconds(secondsLeft()),
                  state.isEmpty() ? "" : ", " + state));
    }
  }

  /** What is shown behind the figures from now on. */
  synchronized void state(String text) {
    state = text;
    if (bar != null) {
      bar.setExtraMessage(Terminal.line(text));
    }
  }

  /** Says something without disturbing the bar. */
  void remark(String text) {
    if (bar == null) {
      terminal.remark(text);
    } else {
      bar.setExtraMessage(Terminal.line(text));
    }
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Units per second so far. */
  String rate() {
    return Figures.rate(done / seconds()) + " " + unit;
  }

  private double secondsLeft() {
    return done == 0 ? 0 : seconds() / done * (total - done);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
