package io.onnxfi.cli;

import io.onnxfi.report.Json;
import io.onnxfi.run.MachineCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi doctor}: what works on this machine. */
@Command(
    name = "doctor",
    description = "Shows what works on this machine: frameworks, devices, versions, data.",
    mixinStandardHelpOptions = true,
    footer = {"", "Exit code 3 if a framework does not run."})
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private DataFolder folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    MachineCheck check = MachineCheck.of(folder.root());
    Terminal.of(spec).print(json ? Json.render(check.json()) : check.text());
    return check.isSound() ? ExitCode.DONE : ExitCode.MISSING;
  }
}
