package io.onnxfi.random;

import io.onnxfi.error.MissingResourceException;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The one place that finds the generators of the Java platform by the names that its documentation
 * of {@code java.util.random} gives them. Up to Java 22 most are in the module {@code jdk.random},
 * which a runtime that was put together with jlink may lack.
 */
public final class Generators {
  private Generators() {}

  /**
   * What makes generators of an algorithm.
   *
   * @param <T> what they can do
   * @param name as {@code L64X128MixRandom}
   * @throws MissingResourceException if this Java does not have it
   */
  public static <T extends RandomGenerator> RandomGeneratorFactory<T> of(String name) {
    try {
      return RandomGeneratorFactory.of(name);
    } catch (IllegalArgumentException e) {
      throw new MissingResourceException(
          "the Java runtime in %s has no random numbers by %s, which are in its module jdk.random"
              .formatted(System.getProperty("java.home"), name),
          "use a complete one, or one put together with jlink --add-modules jdk.random",
          e);
    }
  }
}
