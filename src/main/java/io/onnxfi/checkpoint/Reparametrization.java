package io.onnxfi.checkpoint;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights that a state dict holds as what they are computed of, under other names.
 *
 * <ul>
 *   <li>{@code weight_g}, {@code weight_v}, or {@code parametrizations.weight.original0} and {@code
 *       original1}: weight normalisation;
 *   <li>{@code weight_orig}, {@code weight_mask}, or {@code parametrizations.weight.original} and
 *       {@code 0.mask}: pruning;
 *   <li>any other {@code weight_orig} or {@code parametrizations.weight.original}: spectral
 *       normalisation and the like, which are known by name and not computed.
 * </ul>
 */
final class Reparametrization {
  private static final String SPECTRAL =
      "a weight with spectral normalisation; remove that from the model before saving"
          + " (torch.nn.utils.remove_spectral_norm, or remove_parametrizations)";

  private static final String OTHER =
      "a weight with a custom parametrization; remove that from the model before saving"
          + " (torch.nn.utils.parametrize.remove_parametrizations)";

  private static final Pattern OWN = Pattern.compile("(.*\\.|)parametrizations\\.([^.]+)\\.(.+)");

  private final NavigableMap<String, Entry> entries;
  private final Map<String, Entry> folded = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  /** Two tensors as one. */
  private interface Folding {
    Optional<StoredTensor> of(StoredTensor one, StoredTensor other);
  }

  private Reparametrization(Map<String, Entry> entries) {
    this.entries = new TreeMap<>(entries);
  }

  /** The entries with such weights in the place of what they are computed of. */
  static Map<String, Entry> fold(Map<String, Entry> entries) {
    Reparametrization fold = new Reparametrization(entries);
    entries.keySet().forEach(fold::tryEach);
    if (fold.used.isEmpty()) {
      return entries;
    }
    Map<String, Entry> result = new LinkedHashMap<>();
    entries.forEach(
        (name, entry) -> {
          if (fold.folded.containsKey(name)) {
            result.put(weightOf(name), fold.folded.get(name));
          } else if (!fold.used.contains(name)) {
            result.put(name, entry);
          }
        });
    return result;
  }

  private void tryEach(String name) {
    Matcher own = OWN.matcher(name);
    if (own.matches()) {
      tryParametrization(name, name.substring(0, own.start(3)), own.group(3));
    } else if (name.endsWith("_g")) {
      tryPair(name, stem(name, "_g") + "_v", "weight normalisation", WeightNorm::fold);
    } else if (name.endsWith("_orig")) {
      String stem = stem(name, "_orig");
      if (entries.containsKey(stem + "_mask")) {
        tryPair(name, stem + "_mask", "pruning", Pruning::fold);
      } else if (entries.containsKey(stem + "_u")) {
        unread(name, SPECTRAL, List.of(stem + "_u", stem + "_v"));
      }
    }
  }

  private void tryParametrization(String name, String place, String part) {
    if (part.equals("original0")) {
      tryPair(name, place + "original1", "weight normalisation", WeightNorm::fold);
    } else if (part.equals("original")) {
      if (entries.containsKey(place + "0.mask")) {
        tryPair(name, place + "0.mask", "pruning", Pruning::fold);
      } else {
        Set<String> rest = entries.subMap(place, place + Character.MAX_VALUE).keySet();
        unread(name, entries.containsKey(place + "0._u") ? SPECTRAL : OTHER, rest);
      }
    }
  }

  private static Entry folded(Folding folding, Entry one, Entry other, String what) {
    Optional<StoredTensor> weight =
        one instanceof StoredTensor a && other instanceof StoredTensor b
            ? folding.of(a, b)
            : Optional.empty();
    return weight
        .<Entry>map(tensor -> tensor)
        .orElseGet(
            () ->
                new UnreadEntry(
                    "a weight under %s of %s and %s".formatted(what, one, other), true));
  }

  private void tryPair(String name, String other, String what, Folding folding) {
    if (entries.containsKey(other) && !entries.containsKey(weightOf(name))) {
      folded.put(name, folded(folding, entries.get(name), entries.get(other), what));
      used.add(other);
    }
  }

  private void unread(String name, String what, Collection<String> rest) {
    folded.put(name, new UnreadEntry(what, true));
    used.addAll(rest);
  }

  private static String stem(String name, String end) {
    return name.substring(0, name.length() - end.length());
  }

  /** The name of the weight, from the name of its first part. */
  private static String weightOf(String part) {
    Matcher own = OWN.matcher(part);
    return own.matches() ? own.group(1) + own.group(2) : part.substring(0, part.lastIndexOf('_'));
  }
}
