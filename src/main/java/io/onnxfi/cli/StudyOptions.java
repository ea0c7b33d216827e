package io.onnxfi.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** What every study takes: its folder, its configuration, how results are printed. */
final class StudyOptions {
  static final String CONFIG = "--config";

  /** Options that say nothing about the study. */
  private static final Set<String> ELSEWHERE =
      Set.of("--help", "--version", CONFIG, "--out", "--json", "--data");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the results: a new one, or that of the same study, which goes on.")
  private Path out;

  @Option(
      names = CONFIG,
      paramLabel = "F.yaml",
      description = "Options from a file, such as a study's config.yaml; those given here win.")
  void config(Path file) {
    // It was read before: see StudyDefaults.
  }

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  Path out() {
    return out;
  }

  boolean isJson() {
    return json;
  }

  /** All options of a command as they are, whoever gave them, for the study's folder. */
  static Map<String, Object> values(CommandSpec command) {
    Map<String, Object> values = new LinkedHashMap<>();
    command
        .positionalParameters()
        .forEach(positional -> put(values, positional.paramLabel(), positional));
    for (OptionSpec option : command.options()) {
      if (!ELSEWHERE.contains(option.longestName())) {
        put(values, option.longestName(), option);
      }
    }
    return values;
  }

  private static void put(Map<String, Object> values, String name, ArgSpec argument) {
    Object value = argument.getValue();
    if (value instanceof List<?> list && !list.isEmpty()) {
      values.put(StudyDefaults.key(name), list.stream().map(String::valueOf).toList());
    } else if (value != null && !(value instanceof List<?>)) {
      values.put(StudyDefaults.key(name), String.valueOf(value));
    }
  }

  /** Where a file with options is named among arguments, if one is. */
  static Optional<Path> named(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith(CONFIG + "=")) {
        return Optional.of(Path.of(arguments[i].substring(CONFIG.length() + 1)));
      }
      if (arguments[i].equals(CONFIG) && i + 1 < arguments.length) {
        return Optional.of(Path.of(arguments[i + 1]));
      }
    }
    return Optional.empty();
  }
}
