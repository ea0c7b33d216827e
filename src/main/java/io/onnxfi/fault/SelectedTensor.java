package io.onnxfi.fault;

import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.Weight;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A tensor that a study may strike, as a whole.
 *
 * @param name what keywords find it by: for a parameter PyTorch's, as {@code conv1.weight}
 * @param tensor its name in the model
 * @param site what lists call all of it
 * @param type of its elements
 * @param elements how many it has; of an activation, those of one image
 */
public record SelectedTensor(
    String name, String tensor, FaultSite site, ElementType type, long elements) {
  private static final String WEIGHT_SUFFIX = ".weight";

  /** Checks that nothing is missing. */
  public SelectedTensor {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(tensor, "tensor");
    Objects.requireNonNull(site, "site");
    Objects.requireNonNull(type, "type");
  }

  /** A parameter; one that has lost its name in the file is called after its layer. */
  static SelectedTensor of(Weight weight) {
    String stored = weight.stored().name();
    String layer = weight.layer();
    boolean isLost = !stored.equals(layer) && !stored.startsWith(layer + ".");
    return new SelectedTensor(
        isLost ? layer + WEIGHT_SUFFIX : stored,
        stored,
        whole(layer, SiteKind.WEIGHT),
        weight.stored().type(),
        weight.stored().shape().size());
  }

  /**
   * An activation.
   *
   * @param layer what lists call it
   * @param value of known type and shape
   */
  static SelectedTensor of(String layer, Value value) {
    return new SelectedTensor(
        layer,
        value.name(),
        whole(layer, SiteKind.ACTIVATION),
        value.type().orElseThrow(),
        value.image().orElseThrow().size());
  }

  private static FaultSite whole(String layer, SiteKind kind) {
    return new FaultSite(
        layer,
        TensorIndex.of(),
        OptionalInt.empty(),
        new Extent(kind, FixedReach.TENSOR, Exposure.EVERY));
  }

  /** Where it is in the model. */
  public Site place() {
    Region all = new Region.All(elements);
    return isParameter()
        ? new WeightSite(tensor, all)
        : new ActivationSite(tensor, type, new Footprint.Known(all), site.extent().exposure());
  }

  /** Whether the model holds it, rather than computes it. */
  public boolean isParameter() {
    return site.extent().kind() == SiteKind.WEIGHT;
  }

  /** All bits of all its elements. */
  public long bits() {
    return elements * type.bits();
  }

  /** Whether a keyword chooses it: by its own name, or by that of its layer. */
  boolean isChosenBy(Keyword keyword) {
    return keyword.matches(name) || keyword.matches(site.layer());
  }
}
