package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.study.StudyConfig;
import io.onnxfi.study.aware.AwareStudy;
import io.onnxfi.study.stress.StressStudy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What options are if they are not given: as a study's configuration has them. */
final class StudyDefaults implements IDefaultValueProvider {
  private static final String STUDY = "study";

  /** Options of a training that are otherwise in studies, as these were published. */
  private static final Map<String, Map<String, String>> PUBLISHED =
      Map.of(
          StressStudy.NAME,
          Map.of(
              "epochs", "30",
              "optimizer", "adam",
              "weight-decay", "0.0001",
              "schedule", "cosine"),
          AwareStudy.NAME,
          Map.ofEntries(
              Map.entry("epochs", "30"),
              Map.entry("batch", "64"),
              Map.entry("optimizer", "adam"),
              Map.entry("weight-decay", "0.0001"),
              Map.entry("schedule", "cosine-restarts"),
              Map.entry("label-smoothing", "0.1"),
              Map.entry("augment", "crop:4,flip"),
              Map.entry("error-probability", "0.05:0.03:0.4"),
              Map.entry("error-sigma", "0.01:0.005:0.08"),
              Map.entry("penalty", "divergence")));

  private final Map<String, String> options;

  private StudyDefaults(Map<String, String> options) {
    this.options = options;
  }

  /**
   * Takes what a file says as defaults of the study that is asked for, if a file is named, and
   * before it what was published.
   *
   * @param program the whole command line
   * @param arguments that it is given
   * @throws MalformedInputException if the file is none, or has options that the study has not
   */
  static void take(CommandLine program, String... arguments) {
    if (arguments.length < 2 || !arguments[0].equals(STUDY)) {
      return;
    }
    CommandLine chosen = program.getSubcommands().get(STUDY).getSubcommands().get(arguments[1]);
    if (chosen == null) {
      return;
    }
    Map<String, String> options = new HashMap<>(PUBLISHED.getOrDefault(arguments[1], Map.of()));
    StudyOptions.named(arguments)
        .ifPresent(file -> options.putAll(read(file, arguments[1], chosen.getCommandSpec())));
    if (!options.isEmpty()) {
      chosen.setDefaultValueProvider(new StudyDefaults(options));
    }
  }

  private static Map<String, String> read(Path file, String study, CommandSpec command) {
    Map<String, String> options = StudyConfig.read(file);
    Set<String> known = known(command);
    for (String name : options.keySet()) {
      if (!known.contains(name)) {
        throw MalformedInputException.of(
            file.toString(),
            "options of 'study %s': %s".formatted(study, String.join(", ", known)),
            "'" + name + "'");
      }
    }
    return options;
  }

  private static Set<String> known(CommandSpec command) {
    Set<String> names = new TreeSet<>();
    command.options().forEach(option -> names.add(key(option.longestName())));
    command.positionalParameters().forEach(each -> names.add(key(each.paramLabel())));
    names.removeAll(Set.of("help", "version", "config"));
    return names;
  }

  /** What an argument is called in a file: {@code by-rate} for {@code --by-rate}. */
  static String key(String name) {
    return name.replaceFirst("^-+", "").toLowerCase(Locale.ROOT);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    String name =
        argument instanceof OptionSpec option
            ? option.longestName()
            : ((PositionalParamSpec) argument).paramLabel();
    return options.get(key(name));
  }
}
