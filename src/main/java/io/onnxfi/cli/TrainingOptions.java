package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.PicocliException;

/** The options of a training, as a command has them, with one of them otherwise. */
final class TrainingOptions {
  private static final String OPTION = "--change";

  private final Map<String, String> values = new TreeMap<>();
  private final String name;
  private final String value;

  /**
   * Reads a change.
   *
   * @param command with {@link RecipeOptions} and {@link StartOptions}
   * @param change {@code OPTION=VALUE}, such as {@code lr=0.01}
   * @throws MalformedInputException if there is no such option
   */
  TrainingOptions(CommandSpec command, String change) {
    String[] parts = change.split("=", 2);
    this.name = "--" + parts[0];
    this.value = parts.length == 2 ? parts[1] : "true";
    StudyOptions.values(command).forEach((key, given) -> values.put("--" + key, joined(given)));
    boolean isKnown =
        names(new RecipeOptions()).contains(name) || names(new StartOptions()).contains(name);
    if (!isKnown) {
      throw MalformedInputException.of(
          OPTION,
          "one option of a training with its value, such as augment=crop:4,flip",
          "'" + change + "'");
    }
    values.put(name, value);
  }

  /** In words. */
  String change() {
    return "%s %s".formatted(name, value);
  }

  /** How the changed network is trained. */
  RecipeOptions recipe() {
    return filled(new RecipeOptions());
  }

  /** What it begins with. */
  StartOptions start() {
    return filled(new StartOptions());
  }

  private <T> T filled(T options) {
    List<String> words = new ArrayList<>();
    for (String option : names(options)) {
      if (values.containsKey(option)) {
        words.add(option + "=" + values.get(option));
      }
    }
    try {
      return CommandLine.populateCommand(options, words.toArray(String[]::new));
    } catch (PicocliException e) {
      throw new MalformedInputException("%s: %s".formatted(OPTION, e.getMessage()), e);
    }
  }

  private static String joined(Object given) {
    return given instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(given);
  }

  private static List<String> names(Object options) {
    return CommandSpec.forAnnotatedObject(options).options().stream()
        .map(OptionSpec::longestName)
        .toList();
  }
}
