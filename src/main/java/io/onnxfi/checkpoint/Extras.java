package io.onnxfi.checkpoint;

import io.onnxfi.tensor.ElementType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Entries of a state dict that a network does not have.
 *
 * <p>A larger network of the same family has all the names of a smaller one and some more, so a
 * parameter that is not needed means another network. Left out may be what cannot change a result
 * of inference: counters, values that are no floats, the constants by which an input is normalised,
 * and what belongs to the training.
 */
final class Extras {
  /** Batches seen in training: present in every file since PyTorch 0.4, and not worth a word. */
  private static final String COUNTER = "num_batches_tracked";

  /** Counters of thop (a profiler) and of weight averaging; tables of positions. */
  private static final Set<String> CONSTANTS =
      Set.of(
          COUNTER,
          "total_ops",
          "total_params",
          "n_averaged",
          "position_ids",
          "relative_position_index",
          "attn_mask");

  /** Constants of the normalisation of an input, in some spelling, with or without a prefix. */
  private static final Set<String> NORMALISATION = Set.of("mean", "std", "mu", "sigma");

  /** A value for each channel of an image; a layer's parameters are more. */
  private static final int MAX_CHANNELS = 4;

  /** How parts of a model that only training uses are called. */
  private static final Set<String> TRAINING =
      Set.of("loss", "criterion", "metric", "metrics", "accuracy", "acc", "aux");

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[._\\d]+");

  private Extras() {}

  /** Those that may be a part of the network: with them it is another one. */
  static Map<String, Entry> suspicious(Map<String, Entry> extras) {
    Map<String, Entry> suspicious = new LinkedHashMap<>(extras);
    suspicious.entrySet().removeIf(extra -> isHarmless(extra.getKey(), extra.getValue()));
    return suspicious;
  }

  /** Whether leaving it out needs not even be said. */
  static boolean isCounter(String name) {
    return lastOf(name).equals(COUNTER);
  }

  private static boolean isHarmless(String name, Entry entry) {
    if (entry instanceof UnreadEntry unread) {
      return !unread.isTensor();
    }
    StoredTensor tensor = (StoredTensor) entry;
    boolean isFloat = tensor.type() == ElementType.FLOAT || FloatConversion.applies(tensor.type());
    return !isFloat
        || CONSTANTS.contains(lastOf(name))
        || isNormalisation(lastOf(name), tensor)
        || belongsToTraining(name);
  }

  private static boolean isNormalisation(String last, StoredTensor tensor) {
    String word = last.substring(last.lastIndexOf('_') + 1);
    return NORMALISATION.contains(word)
        && !last.startsWith("running_")
        && tensor.shape().size() <= MAX_CHANNELS;
  }

  /** By whole words, because {@code glossy} is no loss. */
  private static boolean belongsToTraining(String name) {
    return BETWEEN_WORDS
        .splitAsStream(name.toLowerCase(Locale.ROOT))
        .anyMatch(word -> TRAINING.contains(word));
  }

  private static String lastOf(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
