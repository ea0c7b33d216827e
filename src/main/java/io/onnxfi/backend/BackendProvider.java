package io.onnxfi.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An inference framework that can be chosen by name. Providers are found by {@link
 * java.util.ServiceLoader}: one more on the class path is one more value of {@code --backend}.
 */
public interface BackendProvider {
  /** Short name for options, file names and tables: {@code ort}, {@code djl}. */
  String id();

  /** Name for people: {@code ONNX Runtime}. */
  String title();

  /**
   * The libraries with their versions, as their artifacts tell them, without starting the
   * framework: {@code ONNX Runtime 1.28.0}.
   */
  String libraries();

  /**
   * Opens the framework; the caller closes it.
   *
   * @throws io.onnxfi.error.MissingResourceException if it cannot be had with these settings on
   *     this machine, saying what is missing
   */
  Backend open(BackendSettings settings);

  /** What it can compute on besides the processor, if it is made for anything. Never throws. */
  default Optional<Accelerator> accelerator() {
    return Optional.empty();
  }

  /**
   * The settings that a backend was opened with.
   *
   * @param description of the backend, as {@link Backend#description} gave it
   * @throws io.onnxfi.error.MalformedInputException if it lacks an entry
   */
  BackendSettings settings(Map<String, String> description);

  /**
   * The framework with other options, which change the order of sums and nothing else; the most
   * telling first. The caller closes them.
   *
   * @param settings of the run that they are compared with
   * @param batch of that run
   */
  List<Variant> variants(BackendSettings settings, int batch, Variant.Use use);

  /**
   * The ways to spread its work over a machine.
   *
   * @param threads of the machine to be used
   */
  List<Arrangement> arrangements(BackendSettings settings, int threads);
}
