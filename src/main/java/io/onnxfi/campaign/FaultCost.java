package io.onnxfi.campaign;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/** The multiply-adds of a fault of a campaign on an image: those of its layer and behind it. */
public final class FaultCost implements IntToDoubleFunction {
  private final Campaign campaign;
  private final MultiplyAdds work;
  private final Map<String, Double> byTensor = new HashMap<>();

  /**
   * Of a campaign.
   *
   * @param work of its model
   */
  public FaultCost(Campaign campaign, MultiplyAdds work) {
    this.campaign = campaign;
    this.work = work;
  }

  /** Of the fault at a place; nothing of one that changes nothing. */
  @Override
  public double applyAsDouble(int fault) {
    return campaign.injections().tensors(fault).stream()
        .mapToDouble(tensor -> byTensor.computeIfAbsent(tensor, this::of))
        .max()
        .orElse(0);
  }

  private double of(String tensor) {
    return (double) work.head(tensor) + work.behind(tensor);
  }
}
