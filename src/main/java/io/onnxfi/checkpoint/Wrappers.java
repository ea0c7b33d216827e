package io.onnxfi.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names that PyTorch puts into the names of parameters where it wraps a module that is a part of
 * another: {@code layer1._orig_mod.0.weight}.
 */
final class Wrappers {
  /** torch.compile; fully sharded, distributed and checkpointed modules; SWA. */
  private static final Set<String> SEGMENTS =
      Set.of(
          "_orig_mod",
          "_fsdp_wrapped_module",
          "_checkpoint_wrapped_module",
          "_forward_module",
          "module");

  private Wrappers() {}

  /** The same entries by names without wrappers; empty if no name has any, or two become one. */
  static Optional<Candidate> without(Candidate candidate) {
    Map<String, Entry> plain = new LinkedHashMap<>();
    candidate.entries().forEach((name, entry) -> plain.putIfAbsent(without(name), entry));
    boolean isSame =
        plain.size() < candidate.entries().size()
            || plain.keySet().equals(candidate.entries().keySet());
    return isSame ? Optional.empty() : Optional.of(new Candidate(candidate.place(), plain, true));
  }

  private static String without(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .filter(segment -> !SEGMENTS.contains(segment))
        .collect(Collectors.joining("."));
  }
}
