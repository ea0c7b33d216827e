package io.onnxfi.zoo;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parameters read from a checkpoint, matched one to one by name and shape. */
public final class NamedParameters implements ParameterSource {
  /** Enough to recognise what the file is instead; a wrong network differs in hundreds. */
  private static final int PROBLEMS_SHOWN = 10;

  private final Map<String, Tensor> tensors;

  private NamedParameters(Map<String, Tensor> tensors) {
    this.tensors = tensors;
  }

  /**
   * Checks that the tensors are exactly the parameters of the architecture.
   *
   * @param origin the file, for the message
   * @throws MalformedInputException naming parameters that are missing, unexpected, or of another
   *     shape or type: the first ten and how many there are
   */
  public static NamedParameters match(
      Architecture architecture, Map<String, Tensor> tensors, String origin) {
    List<String> problems = new ArrayList<>();
    Set<String> unexpected = new LinkedHashSet<>(tensors.keySet());
    for (ParameterSpec spec : architecture.parameters()) {
      unexpected.remove(spec.name());
      Tensor found = tensors.get(spec.name());
      if (found == null) {
        problems.add("missing " + spec.name() + " " + spec.shape());
      } else if (!found.shape().equals(spec.shape()) || found.type() != ElementType.FLOAT) {
        problems.add("%s: expected float%s, found %s".formatted(spec.name(), spec.shape(), found));
      }
    }
    unexpected.forEach(name -> problems.add("unexpected " + name + " " + tensors.get(name)));
    if (!problems.isEmpty()) {
      int shown = Math.min(PROBLEMS_SHOWN, problems.size());
      throw new MalformedInputException(
          "%s does not fit %s (%d problems): %s%s"
              .formatted(
                  origin,
                  architecture.name(),
                  problems.size(),
                  String.join("; ", problems.subList(0, shown)),
                  shown < problems.size() ? "; …" : ""));
    }
    return new NamedParameters(Map.copyOf(tensors));
  }

  @Override
  public Tensor values(ParameterSpec parameter) {
    return tensors.get(parameter.name());
  }
}
