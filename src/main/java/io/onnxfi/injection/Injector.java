package io.onnxfi.injection;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.ActivationSite;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.WeightSite;
import io.onnxfi.fault.model.Changes;
import io.onnxfi.fault.model.Spread;
import io.onnxfi.fault.model.Target;
import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Puts faults into models. Pure: a model that enters is not changed. */
public final class Injector {
  private static final RandomGenerator NEVER_ASKED =
      () -> {
        throw new IllegalStateException("drawn of a fault about which nothing is random");
      };

  private Injector() {}

  /**
   * What faults do to a model when they strike together: each comes on top of those before it.
   *
   * @param ranges of the values that nodes compute, for faults that depend on them
   * @param seed of the campaign, and with the number of the trial of all that is random about it:
   *     fault models draw in the order of the faults, each place draws for itself
   * @param trial its number
   * @throws IllegalArgumentException if the model has no such initializer, or its elements no such
   *     bit
   */
  public static Injection inject(
      OnnxModel model, List<PlacedFault> faults, Ranges ranges, long seed, long trial) {
    boolean isRandom = faults.stream().anyMatch(fault -> fault.model().isRandom());
    RandomGenerator random = isRandom ? TrialRandom.of(seed, trial) : NEVER_ASKED;
    Map<String, WeightChanges> weights = new LinkedHashMap<>();
    List<ValueEdit> values = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      PlacedFault fault = faults.get(i);
      Region region =
          fault
              .site()
              .region(fault.site().isRandom() ? TrialRandom.ofPlace(seed, trial, i) : NEVER_ASKED);
      if (fault.site() instanceof WeightSite site) {
        String tensor = site.tensor();
        ElementType type = type(model, tensor);
        WeightChanges own =
            weights.computeIfAbsent(tensor, name -> new WeightChanges(model, name, type));
        disturb(fault, region, type, () -> Spread.of(model.tensor(tensor)), random, own);
      } else if (fault.site() instanceof ActivationSite site) {
        RecordedChanges own = new RecordedChanges();
        disturb(fault, region, site.type(), () -> ranges.of(site.tensor()), random, own);
        if (!own.isEmpty()) {
          values.add(new ValueEdit(site.tensor(), site.exposure(), own));
        }
      }
    }
    return new Injection(
        new EditSet(
            weights.values().stream()
                .map(WeightChanges::edit)
                .<TensorEdit>flatMap(Optional::stream)
                .toList()),
        values);
  }

  private static void disturb(
      PlacedFault fault,
      Region region,
      ElementType type,
      Supplier<Spread> spread,
      RandomGenerator random,
      Changes changes) {
    if (fault.bit().orElse(0) >= type.bits()) {
      throw new IllegalArgumentException(
          "%s has no bit %d: its elements are %s, bits 0 to %d"
              .formatted(
                  fault.site().tensor(), fault.bit().getAsInt(), type.label(), type.bits() - 1));
    }
    Target target = new Target(fault.site().tensor(), type, region, fault.bit(), spread);
    fault.model().disturb(target, random, changes);
  }

  private static ElementType type(OnnxModel model, String tensor) {
    Optional<Initializer> found = model.initializer(tensor);
    if (found.isEmpty()) {
      throw new IllegalArgumentException("the model has no initializer '%s'".formatted(tensor));
    }
    ElementType type = found.get().type();
    if (!type.hasAddressableBits()) {
      throw new UnsupportedInputException(
          "initializer %s: elements of type %s have no addressable bits"
              .formatted(tensor, type.label()));
    }
    return type;
  }

  /** What one fault in a weight does, of which nothing is drawn at random. */
  public static EditSet edit(OnnxModel model, PlacedFault fault) {
    if (fault.model().isRandom()) {
      throw new IllegalArgumentException(fault.model().label() + " needs a generator");
    }
    return inject(model, List.of(fault), Ranges.UNKNOWN, 0, 0).edits();
  }

  /** The model under a fault in a weight of which nothing is drawn at random. */
  public static OnnxModel inject(OnnxModel model, PlacedFault fault) {
    return model.withEdits(edit(model, fault));
  }
}
