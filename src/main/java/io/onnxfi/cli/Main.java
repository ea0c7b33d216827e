package io.onnxfi.cli;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.OnnxFiException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** The command line: {@code onnxfi COMMAND}. */
@Command(
    name = "onnxfi",
    description = {
      "Replays fault-injection studies on neural networks in ONNX Runtime and PyTorch,",
      "and says, fault by fault, whether the two frameworks agree."
    },
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
      InjectCommand.class,
      ReplayCommand.class,
      CompareCommand.class,
      AttributeCommand.class,
      ReportCommand.class,
      EstimateCommand.class,
      PlanCommand.class,
      FaultsCommand.class,
      BenchCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done; 1 a comparison or an audit failed; 2 wrong usage or bad input;",
      "3 something is missing on this machine.",
      "",
      "Begin with:  onnxfi demo"
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    int code = commandLine().execute(args);
    System.exit(code);
  }

  /** The command line with its error handling, ready to be run or tested. */
  public static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.AUTO))
        .setParameterExceptionHandler(Main::wrongUsage)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int wrongUsage(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    err.println("onnxfi: " + e.getMessage());
    err.println("Try '%s --help'.".formatted(e.getCommandLine().getCommandSpec().qualifiedName()));
    return ExitCode.BAD_INPUT;
  }

  private static int failed(Exception e, CommandLine command, CommandLine.ParseResult parseResult) {
    PrintWriter err = command.getErr();
    if (e instanceof OnnxFiException problem) {
      err.println("onnxfi: " + problem.getMessage());
      return problem instanceof MissingResourceException ? ExitCode.MISSING : ExitCode.BAD_INPUT;
    }
    err.println("onnxfi: this is a defect in OnnxFI, please report it with the lines below");
    e.printStackTrace(err);
    return ExitCode.DEFECT;
  }
}
