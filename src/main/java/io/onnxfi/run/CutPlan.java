package io.onnxfi.run;

import io.onnxfi.report.Figures;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The cutting engine has decided where to cut.
 *
 * @param title of the framework
 * @param optimization level of the framework; empty if it has none
 * @param layers whose faults are run from a cut
 * @param whole initializers whose faults run the whole model, with the reason
 */
public record CutPlan(String title, String optimization, int layers, Map<String, String> whole) {
  private static final int MOST_NAMED = 8;

  /** Copies, keeping the order. */
  public CutPlan {
    whole = Collections.unmodifiableMap(new LinkedHashMap<>(whole));
  }

  /** The same for people, a line each; layers with the same reason together. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String level = optimization.isEmpty() ? "" : " at optimisation level " + optimization;
    lines.add(
        "%s%s: %s"
            .formatted(
                title,
                level,
                layers == 0
                    ? "no layer cut"
                    : "%d layers cut, each checked to reproduce the whole model's bits"
                        .formatted(layers)));
    Map<String, List<String>> reasons = new LinkedHashMap<>();
    whole.forEach(
        (layer, reason) -> reasons.computeIfAbsent(reason, r -> new ArrayList<>()).add(layer));
    reasons.forEach(
        (reason, some) ->
            lines.add(
                "  the whole model runs for faults in %s: %s".formatted(named(some), reason)));
    return lines;
  }

  private static String named(List<String> layers) {
    int more = layers.size() - MOST_NAMED;
    return layers.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + Figures.count(more) + " more" : "");
  }
}
