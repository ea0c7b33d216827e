package io.onnxfi.cli;

import io.onnxfi.error.Failure;
import io.onnxfi.process.Interruption;
import io.onnxfi.process.ObservedOutput;
import io.onnxfi.process.Scratch;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command line: {@code onnxfi COMMAND}. */
@Command(
    name = "onnxfi",
    description =
        "Replays fault-injection studies on neural networks in ONNX Runtime and PyTorch, and tells,"
            + " fault by fault, whether the two frameworks agree.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      DoctorCommand.class,
      FetchCommand.class,
      ImportCommand.class,
      TrainCommand.class,
      LayersCommand.class,
      ProfileCommand.class,
      QuantizeCommand.class,
      ExplainCommand.class,
      InjectCommand.class,
      ReplayCommand.class,
      CompareCommand.class,
      AttributeCommand.class,
      ReportCommand.class,
      StudyCommand.class,
      EstimateCommand.class,
      PlanCommand.class,
      FaultsCommand.class,
      BenchCommand.class,
      CompletionCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 a comparison or an audit failed; 2 wrong usage or bad input; 3"
          + " something is missing on this machine; 70 an internal error; 128 + n ended by signal n"
          + " (130: Ctrl-C).",
      "",
      "Start with:  onnxfi demo"
    })
public final class Main {
  private final Interruption interruption;

  private Main(Interruption interruption) {
    this.interruption = interruption;
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT); // numbers and names of options are the same everywhere
    ObservedOutput out = new ObservedOutput(new FileOutputStream(FileDescriptor.out));
    System.setOut(new PrintStream(new BufferedOutputStream(out), true, StandardCharsets.UTF_8));
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(err, args);
    System.out.flush();
    System.exit(delivered(code, out, err));
  }

  private static int run(PrintWriter err, String... args) {
    Optional<Scratch> scratch = Optional.empty();
    try {
      scratch = Scratch.claim();
      Interruption interruption = new Interruption();
      interruption.watch(err, scratch);
      return commandLine(interruption).execute(args);
    } catch (IOException | RuntimeException | Error e) {
      return tell(e, err);
    } finally {
      scratch.ifPresent(Scratch::remove);
    }
  }

  /** Results that did not arrive are no success. */
  private static int delivered(int code, ObservedOutput out, PrintWriter err) {
    if (code != ExitCode.DONE || out.failure().isEmpty()) {
      return code;
    }
    if (out.isAbandoned()) {
      return ExitCode.ABANDONED;
    }
    err.println(
        "onnxfi: cannot write the results to the standard output (%s)"
            .formatted(out.failure().get().getMessage()));
    return ExitCode.MISSING;
  }

  /** The command line with its error handling, ready to be run or tested. */
  public static CommandLine commandLine() {
    return commandLine(new Interruption());
  }

  /**
   * The same.
   *
   * @param interruption where commands say what is to be done if the process is told to end
   */
  static CommandLine commandLine(Interruption interruption) {
    CommandLine line =
        new CommandLine(new Main(interruption)) {
          @Override
          public int execute(String... args) {
            try {
              StudyDefaults.take(this, args);
            } catch (RuntimeException e) {
              return tell(e, getErr());
            }
            return super.execute(args);
          }
        };
    tellVersions(line);
    return line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler((e, command, parsed) -> tell(e, command.getErr()))
        .setExecutionStrategy(Main::execute);
  }

  /** The version of a command is that of the program. */
  private static void tellVersions(CommandLine command) {
    for (CommandLine subcommand : command.getSubcommands().values()) {
      subcommand.getCommandSpec().versionProvider(new Version());
      tellVersions(subcommand);
    }
  }

  /** Picocli handles exceptions only. */
  private static int execute(CommandLine.ParseResult parsed) {
    try {
      return new CommandLine.RunLast().execute(parsed);
    } catch (Error e) {
      return tell(e, parsed.commandSpec().commandLine().getErr());
    }
  }

  /** Where the commands of this command line say what is to be done at an interruption. */
  static Interruption interruption(CommandSpec spec) {
    return spec.root().userObject() instanceof Main main ? main.interruption : new Interruption();
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("onnxfi: " + Terminal.line(String.valueOf(e.getMessage())));
    err.println("Try '%s --help'.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitCode.BAD_INPUT;
  }

  private static int tell(Throwable thrown, PrintWriter err) {
    try {
      Failure failure = Failure.of(thrown, System.getProperty(DemoCommand.HOME_PROPERTY, "."));
      err.println("onnxfi: " + Terminal.line(failure.line()));
      if (failure.kind() == Failure.Kind.DEFECT) {
        thrown.printStackTrace(err);
      }
      return ExitCode.of(failure.kind());
    } catch (OutOfMemoryError e) {
      err.println("onnxfi: " + Failure.OUT_OF_MEMORY);
      return ExitCode.MISSING;
    }
  }
}
