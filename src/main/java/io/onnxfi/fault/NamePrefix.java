package io.onnxfi.fault;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What wrappers of PyTorch modules put before the names of parameters: DataParallel {@code
 * module.}, torch.compile {@code _orig_mod.}, Lightning and others {@code model.}, in any nesting;
 * and within names, where a module inside another was wrapped.
 *
 * @param ofList what the names in a list have before them
 * @param ofModel what those in the model have
 * @param isUnwrapped whether wrappers within the names in a list are taken away too
 */
record NamePrefix(String ofList, String ofModel, boolean isUnwrapped) {
  /** Names are the same in both. */
  static final NamePrefix NONE = new NamePrefix("", "", false);

  /** Wrappers around wrappers that are looked for. */
  private static final int MOST_NESTED = 16;

  /** Those that say nothing else within a name, where others are names of modules. */
  private static final Pattern WITHIN =
      Pattern.compile("(?<=\\.)(module|_orig_mod|_fsdp_wrapped_module)\\.");

  private static final Set<String> WRAPPERS =
      Set.of(
          "module",
          "_orig_mod",
          "model",
          "net",
          "network",
          "encoder",
          "backbone",
          "_fsdp_wrapped_module");

  /**
   * All that may be taken away from these names and put before them, so that they are the model's;
   * the fewest changes first.
   *
   * @param isUnwrapped whether to take wrappers within names away too
   */
  static List<NamePrefix> candidates(
      Collection<String> list, Collection<String> model, boolean isUnwrapped) {
    List<NamePrefix> candidates = new ArrayList<>();
    for (String ofList : common(list)) {
      for (String ofModel : common(model)) {
        candidates.add(new NamePrefix(ofList, ofModel, isUnwrapped));
      }
    }
    return candidates;
  }

  /** The prefixes made of wrappers' names that all names have, the empty one included. */
  private static Set<String> common(Collection<String> names) {
    Set<String> prefixes = new LinkedHashSet<>();
    String prefix = "";
    while (prefixes.size() <= MOST_NESTED) {
      prefixes.add(prefix);
      String start = prefix;
      String longer = names.isEmpty() ? "" : wrapper(names.iterator().next(), start);
      if (longer.isEmpty() || !names.stream().allMatch(name -> name.startsWith(longer))) {
        return prefixes;
      }
      prefix = longer;
    }
    return prefixes;
  }

  /** The prefix with the next component of the name, if that is a wrapper's; else empty. */
  private static String wrapper(String name, String prefix) {
    int dot = name.indexOf('.', prefix.length());
    return dot > 0 && WRAPPERS.contains(name.substring(prefix.length(), dot))
        ? name.substring(0, dot + 1)
        : "";
  }

  /** A name in the list as the model has it. */
  String inModel(String name) {
    String own = name.substring(ofList.length());
    return ofModel + (isUnwrapped ? WITHIN.matcher(own).replaceAll("") : own);
  }

  /** What was assumed, in words. */
  String describe() {
    if (isUnwrapped) {
      return "layer names read without the PyTorch wrappers inside them (module, _orig_mod)"
          + (ofList.isEmpty() && ofModel.isEmpty() ? "" : "; " + describePrefix());
    }
    return describePrefix();
  }

  private String describePrefix() {
    if (ofModel.isEmpty()) {
      return "layer names read without '%s'".formatted(ofList);
    }
    return ofList.isEmpty()
        ? "layer names read with '%s' in front".formatted(ofModel)
        : "layer names read with '%s' in place of '%s'".formatted(ofModel, ofList);
  }
}
