package io.onnxfi.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import picocli.CommandLine;

/** Runs commands as the launcher does and keeps what they say. */
final class Cli {
  private Cli() {}

  /**
   * The end of a command.
   *
   * @param code exit code
   * @param out standard output
   * @param err standard error
   */
  record Result(int code, String out, String err) {}

  static Result run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine command =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    String[] words = Arrays.stream(arguments).map(String::valueOf).toArray(String[]::new);
    int code = command.execute(words);
    return new Result(code, out.toString(), err.toString());
  }

  /** A small replay on generated images. */
  static Result replay(Path model, Path faults, Path out, Object... more) {
    return replayInBatches(25, model, faults, out, more);
  }

  /** The same in batches of another size. */
  static Result replayInBatches(int batch, Path model, Path faults, Path out, Object... more) {
    Object[] base = {
      "replay",
      "--model",
      model,
      "--faults",
      faults,
      "--dataset",
      "synthetic",
      "--images",
      60,
      "--batch",
      batch,
      "--out",
      out
    };
    return run(join(base, more));
  }

  static Object[] join(Object[] first, Object... more) {
    Object[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  /** Checksum of a file, as manifests have it. */
  static String sha256(Path file) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
