package io.onnxfi.cli;

import io.onnxfi.error.Excerpt;
import io.onnxfi.process.Interruption;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Where a command speaks: results to the output, everything else to the error stream.
 *
 * @param out results
 * @param err progress and remarks
 * @param interactive whether somebody looks at the error stream
 * @param interruption where it says what is to be done if the process is told to end
 */
record Terminal(PrintWriter out, PrintWriter err, boolean interactive, Interruption interruption) {
  /** Set by the launcher, which can ask the shell; Java 17 cannot tell for one stream alone. */
  static final String INTERACTIVE_PROPERTY = "onnxfi.interactive";

  private static final int MOST_OF_A_MESSAGE = 2_000;

  static Terminal of(CommandSpec spec) {
    CommandLine command = spec.commandLine();
    return new Terminal(
        command.getOut(),
        command.getErr(),
        Boolean.getBoolean(INTERACTIVE_PROPERTY),
        Main.interruption(spec));
  }

  void print(String text) {
    out.print(visible(text));
    out.flush();
  }

  void remark(String text) {
    err.println(visible(text));
  }

  /** Says what a reader assumed of a file that is not quite in its documented form. */
  void note(String note) {
    remark("onnxfi: note: " + line(note));
  }

  /** Says several of them. */
  void notes(Collection<String> notes) {
    notes.forEach(this::note);
  }

  /**
   * A message on one line, as long as a person would read it: files may have names and contents of
   * any length.
   */
  static String line(String message) {
    if (message.length() <= MOST_OF_A_MESSAGE) {
      return Excerpt.visible(message);
    }
    int half = MOST_OF_A_MESSAGE / 2;
    return Excerpt.visible(
        message.substring(0, half) + " […] " + message.substring(message.length() - half));
  }

  /** Several lines without anything that a terminal would act on. */
  static String visible(String text) {
    return text.lines().allMatch(line -> Excerpt.visible(line).equals(line))
        ? text
        : Stream.of(text.split("\\R", -1)).map(Excerpt::visible).collect(Collectors.joining("\n"));
  }
}
