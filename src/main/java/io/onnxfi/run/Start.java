package io.onnxfi.run;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.zoo.Initialization;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What a training starts from.
 *
 * @param random how parameters are drawn; with a file, those of a last layer that does not fit
 * @param file of trained weights: a state dict or a model, whose last layer may have other outputs
 * @param dropout probability with which an input of the last layer is 0 while the network learns; 0
 *     for none
 */
public record Start(Initialization random, Optional<Path> file, double dropout) {
  /** Checks the ranges. */
  public Start {
    Objects.requireNonNull(random, "random");
    Objects.requireNonNull(file, "file");
    if (!(dropout >= 0 && dropout < 1)) {
      throw MalformedInputException.of(
          "--dropout", "a probability, at least 0 and below 1", Double.toString(dropout));
    }
  }

  /** Random weights. */
  public static Start of(Initialization random) {
    return new Start(random, Optional.empty(), 0);
  }

  /** Trained weights; a last layer that does not fit is made as PyTorch makes layers. */
  public static Start of(Path file) {
    return new Start(Initialization.TORCH, Optional.of(file), 0);
  }

  /**
   * Reads the name of an initialization, or the path of a file.
   *
   * @param where the option that it comes from
   * @throws MalformedInputException if it is neither
   */
  public static Start parse(String where, String text) {
    Optional<Initialization> named =
        Arrays.stream(Initialization.values())
            .filter(known -> known.name().equals(text.toUpperCase(Locale.ROOT)))
            .findFirst();
    if (named.isPresent()) {
      return of(named.get());
    }
    try {
      if (Files.exists(Path.of(text))) {
        return of(Path.of(text));
      }
    } catch (InvalidPathException e) {
      // no file, and said so below
    }
    throw MalformedInputException.of(
        where, "he, torch, torchvision, or a file of weights", Excerpt.quoted(text));
  }

  /** The same with dropout before the last layer. */
  public Start withDropout(double probability) {
    return new Start(random, file, probability);
  }
}
