package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.OnnxFiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries the cases of a target and collects those that end as none should. Failing inputs stay in
 * {@code target/fuzz}, to become tests.
 *
 * @param folder for the files of a case
 * @param worker one thread, which runs the commands
 */
record FuzzRun(Path folder, ExecutorService worker) {
  private static final int FROM = Integer.getInteger("onnxfi.test.fuzz.from", 0);
  private static final int LIMIT_SECONDS = 20;

  /** Most cases are only read: a command takes a hundred times as long. */
  private static final int COMMAND_EVERY = 50;

  private static final int SHOWN = 1500;
  private static final Path LOG = Path.of("target", "fuzz");

  void run(FuzzTarget target, int count) {
    try {
      Files.createDirectories(LOG);
      List<String> failures = new ArrayList<>();
      int refused = 0;
      for (int number = FROM; number < FROM + count; number++) {
        Path place = Files.createTempDirectory(folder, target.name());
        Path damaged = target.write(number, place);
        boolean whole = number % COMMAND_EVERY == 0;
        Object[] command = whole ? target.command(number, damaged, place.resolve("out")) : null;
        String title =
            "seed %d, case %d: %s"
                .formatted(
                    FuzzTarget.SEED, number, whole ? Arrays.toString(command) : "read " + damaged);
        Files.writeString(LOG.resolve(target.name() + ".case"), title);
        Cli.Result result =
            within(title, () -> whole ? Cli.run(command) : read(target.reader(), damaged));
        refused += result.code() == ExitCode.BAD_INPUT ? 1 : 0;
        if (!target.codes().contains(result.code()) || !isClean(result)) {
          String said = result.err().substring(0, Math.min(SHOWN, result.err().length()));
          failures.add("%s: exit code %d%n%s".formatted(title, result.code(), said));
          keep(target, number, place);
        }
        delete(place);
      }
      Files.writeString(LOG.resolve(target.name() + ".failures"), String.join("\n\n", failures));
      assertThat(failures).as("%d cases of %s", count, target.name()).isEmpty();
      assertThat(refused).as("damage is noticed").isPositive();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command would make of what reading a file throws. */
  private static Cli.Result read(Consumer<Path> reader, Path file) {
    try {
      reader.accept(file);
      return new Cli.Result(ExitCode.DONE, "", "");
    } catch (OnnxFiException e) {
      int code = e instanceof MissingResourceException ? ExitCode.MISSING : ExitCode.BAD_INPUT;
      return new Cli.Result(code, "", "onnxfi: " + Excerpt.visible(e.getMessage()));
    } catch (RuntimeException | Error e) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      return new Cli.Result(ExitCode.DEFECT, "", trace.toString());
    }
  }

  private Cli.Result within(String title, Callable<Cli.Result> attempt) {
    Future<Cli.Result> result = worker.submit(attempt);
    try {
      return result.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      String threads =
          Thread.getAllStackTraces().entrySet().stream()
              .map(thread -> thread.getKey() + " " + Arrays.toString(thread.getValue()))
              .collect(Collectors.joining("\n"));
      throw new AssertionError(
          "%s: no end within %d s%n%s".formatted(title, LIMIT_SECONDS, threads), e);
    } catch (ExecutionException e) {
      return new Cli.Result(ExitCode.DEFECT, "", String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a refusal is one line, and nothing unprintable reaches the terminal. */
  private static boolean isClean(Cli.Result result) {
    String said = result.err() + result.out();
    boolean printable = said.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\r' && c != '\t');
    long refusals =
        result
            .err()
            .lines()
            .filter(line -> line.startsWith("onnxfi: ") && !line.startsWith("onnxfi: note: "))
            .count();
    return printable
        && !result.err().contains("\tat ")
        && (result.code() != ExitCode.BAD_INPUT || refusals == 1);
  }

  private static void keep(FuzzTarget target, int number, Path place) throws IOException {
    try (Stream<Path> files = Files.list(place)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        String name = "%s-%d-%s".formatted(target.name(), number, each.getFileName());
        Files.copy(each, LOG.resolve(name), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void delete(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
