package io.onnxfi.cli;

import io.onnxfi.process.Interruption;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Collection;
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

  static Terminal of(CommandSpec spec) {
    CommandLine command = spec.commandLine();
    return new Terminal(
        command.getOut(),
        command.getErr(),
        Boolean.getBoolean(INTERACTIVE_PROPERTY),
        Main.interruption(spec));
  }

  /** The same without results. */
  Terminal withoutResults() {
    return new Terminal(new PrintWriter(Writer.nullWriter()), err, interactive, interruption);
  }

  void print(String text) {
    out.print(text);
    out.flush();
  }

  void remark(String text) {
    err.println(text);
  }

  /** Says what a reader assumed of a file that is not quite in its documented form. */
  void notes(Collection<String> notes) {
    notes.forEach(note -> remark("onnxfi: note: " + note));
  }
}
