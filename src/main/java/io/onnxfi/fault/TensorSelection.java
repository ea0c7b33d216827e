package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The tensors of a model that a study strikes.
 *
 * @param tensors in the order of the model: what it holds, then what it computes
 * @param matches what each keyword chose; empty where there are none and all are chosen
 * @param notes what was left out, a line each
 */
public record TensorSelection(
    List<SelectedTensor> tensors, List<Match> matches, List<String> notes) {
  private static final int FIRST_STATISTIC = 3; // of a batch normalisation's inputs

  /** Copies. */
  public TensorSelection {
    tensors = List.copyOf(tensors);
    matches = List.copyOf(matches);
    notes = List.copyOf(notes);
  }

  /**
   * What one keyword chose.
   *
   * @param keyword as it was given
   * @param tensors how many; those of several keywords may be the same
   * @param bits that these have
   * @param doubt what it also chose and can hardly have been meant, a line; nothing if all is well
   */
  public record Match(String keyword, int tensors, long bits, Optional<String> doubt) {
    @Override
    public String toString() {
      return "%s: %,d tensors, %,d bits".formatted(keyword, tensors, bits);
    }
  }

  /**
   * Chooses tensors.
   *
   * @param sites of these classes; if nothing, every parameter: all that was trained but for
   *     running means and variances, which are buffers in PyTorch
   * @param keywords any of which chooses a tensor; if there are none, all are chosen
   * @param where the option that gave the keywords, for messages
   * @throws MalformedInputException if a keyword chooses nothing, naming what is like it
   * @throws UnsupportedInputException if the model has no such tensors
   */
  public static TensorSelection of(
      OnnxModel model, Optional<Set<SiteClass>> sites, String where, List<Keyword> keywords) {
    List<String> notes = new ArrayList<>();
    List<SelectedTensor> all = new ArrayList<>(held(model, sites, notes));
    if (sites.isPresent() && sites.get().contains(SiteClass.ACTIVATIONS)) {
      Pools.computed(model).forEach((layer, value) -> all.add(SelectedTensor.of(layer, value)));
    }
    if (all.isEmpty()) {
      throw new UnsupportedInputException(
          "the model has no %s to strike"
              .formatted(
                  sites
                      .map(
                          of -> String.join(" or ", of.stream().map(s -> s + "").sorted().toList()))
                      .orElse("parameters")));
    }
    List<Match> matches = keywords.stream().map(keyword -> match(all, where, keyword)).toList();
    List<SelectedTensor> chosen =
        all.stream()
            .filter(tensor -> keywords.isEmpty() || keywords.stream().anyMatch(tensor::isChosenBy))
            .toList();
    return new TensorSelection(chosen, matches, notes);
  }

  /** Those that the model holds, in the order of the file. */
  private static List<SelectedTensor> held(
      OnnxModel model, Optional<Set<SiteClass>> sites, List<String> notes) {
    WeightTable table = WeightTable.of(model);
    Set<String> statistics = statistics(model);
    List<SelectedTensor> held = new ArrayList<>();
    int buffers = 0;
    int closed = 0;
    for (Initializer initializer : model.initializers()) {
      Weight weight = table.stored(initializer.name()).orElseThrow();
      Optional<SiteClass> kind = SiteClass.of(weight);
      if (kind.isEmpty() || (sites.isPresent() && !sites.get().contains(kind.get()))) {
        continue;
      }
      if (sites.isEmpty() && statistics.contains(initializer.name())) {
        buffers++;
      } else if (!initializer.type().hasAddressableBits()) {
        closed++;
      } else {
        held.add(SelectedTensor.of(weight));
      }
    }
    if (buffers > 0) {
      notes.add(
          "%,d running means and variances are left out: buffers in PyTorch, not parameters"
              .formatted(buffers));
    }
    if (closed > 0) {
      notes.add("%,d tensors are left out: their bits cannot be addressed".formatted(closed));
    }
    return held;
  }

  /** Names of running means and variances. */
  private static Set<String> statistics(OnnxModel model) {
    Set<String> names = new HashSet<>();
    for (Node node : model.nodes()) {
      if (node.opType().equals("BatchNormalization") && node.inputs().size() > FIRST_STATISTIC) {
        names.addAll(node.inputs().subList(FIRST_STATISTIC, node.inputs().size()));
      }
    }
    return names;
  }

  private static Match match(List<SelectedTensor> all, String where, Keyword keyword) {
    List<SelectedTensor> chosen =
        all.stream().filter(tensor -> tensor.isChosenBy(keyword)).toList();
    List<String> names = all.stream().map(SelectedTensor::name).toList();
    if (chosen.isEmpty()) {
      List<String> near = keyword.near(names);
      throw MalformedInputException.of(
          where + " " + keyword.text(),
          "a name, or a part of one, of the %,d tensors that may be struck".formatted(all.size()),
          near.isEmpty() ? "none" : "none; did you mean " + String.join(", ", near) + "?");
    }
    return new Match(
        keyword.text(),
        chosen.size(),
        chosen.stream().mapToLong(SelectedTensor::bits).sum(),
        keyword.doubt(names));
  }

  /** All bits of all tensors. */
  public long bits() {
    return tensors.stream().mapToLong(SelectedTensor::bits).reduce(0, Math::addExact);
  }

  /** What may not have been meant, a line for each keyword concerned. */
  public List<String> warnings() {
    return matches.stream().flatMap(match -> match.doubt().stream()).toList();
  }
}
