package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.study.StudyConfig;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  private final Map<String, String> options;

  private StudyDefaults(Map<String, String> options) {
    this.options = options;
  }

  /**
   * Takes what a file says as defaults of the study that is asked for, if a file is named.
   *
   * @param program the whole command line
   * @param arguments that it is given
   * @throws MalformedInputException if the file is none, or has options that the study has not
   */
  static void take(CommandLine program, String... arguments) {
    Optional<Path> named = StudyOptions.named(arguments);
    if (named.isEmpty() || arguments.length < 2 || !arguments[0].equals(STUDY)) {
      return;
    }
    CommandLine chosen = program.getSubcommands().get(STUDY).getSubcommands().get(arguments[1]);
    if (chosen == null) {
      return;
    }
    Path file = named.get();
    Map<String, String> options = StudyConfig.read(file);
    Set<String> known = known(chosen.getCommandSpec());
    for (String name : options.keySet()) {
      if (!known.contains(name)) {
        throw MalformedInputException.of(
            file.toString(),
            "options of 'study %s': %s".formatted(arguments[1], String.join(", ", known)),
            "'" + name + "'");
      }
    }
    chosen.setDefaultValueProvider(new StudyDefaults(options));
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
