package io.onnxfi.fault.list;

import io.onnxfi.error.MalformedInputException;
import java.util.Objects;
import java.util.Optional;

/**
 * What a list of PyTorchALFI does not say itself, and its scenario does.
 *
 * @param policy how long a fault stays
 * @param faultsPerTrial rows that strike together, {@code max_faults_per_image}; where a column
 *     numbers trials, or a cell holds several faults, that counts
 * @param numbers whether the last field is a number that replaces the element ({@code
 *     rnd_value_type: number}), or a bit that is flipped; what the column is called, if not said
 * @param layers which kinds of layers are counted ({@code layer_types})
 */
public record AlfiReading(
    InjectionPolicy policy, int faultsPerTrial, Optional<Boolean> numbers, AlfiLayerTypes layers) {
  /** What is assumed if nothing is said. */
  public static final AlfiReading DEFAULT =
      new AlfiReading(InjectionPolicy.PER_EPOCH, 1, Optional.empty(), AlfiLayerTypes.ALL);

  /** Checks. */
  public AlfiReading {
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(numbers, "numbers");
    Objects.requireNonNull(layers, "layers");
    if (faultsPerTrial < 1) {
      throw MalformedInputException.of(
          "--faults-per-trial", "1 or more", Integer.toString(faultsPerTrial));
    }
  }

  /**
   * The meaning of the last field by a label: {@code bitflip} or {@code number}.
   *
   * @throws MalformedInputException if it is another
   */
  public static boolean isNumber(String where, String label) {
    return switch (label) {
      case "bitflip" -> false;
      case "number" -> true;
      default -> throw MalformedInputException.of(where, "bitflip or number", "'" + label + "'");
    };
  }
}
