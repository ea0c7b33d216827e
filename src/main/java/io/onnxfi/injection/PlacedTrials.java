package io.onnxfi.injection;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.onnx.OnnxModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;

/**
 * The trials of a list whose places in a model are known. What is random about a trial comes from
 * its seed alone.
 */
public final class PlacedTrials implements Injections {
  private final OnnxModel model;
  private final List<Placed> trials;
  private final LongFunction<RandomGenerator> generators;

  /**
   * Trials of a model.
   *
   * @param generators the generator of a seed
   */
  public PlacedTrials(
      OnnxModel model, List<Placed> trials, LongFunction<RandomGenerator> generators) {
    this.model = model;
    this.trials = List.copyOf(trials);
    this.generators = generators;
  }

  /**
   * A trial for each row of a list.
   *
   * @param fault what each row does to its bit
   */
  public static PlacedTrials of(
      OnnxModel model, FaultResolver resolver, FaultList list, FaultModel fault) {
    List<Placed> trials =
        resolver.resolve(list).stream()
            .map(bit -> new Placed(List.of(bit.under(fault)), 0))
            .toList();
    return new PlacedTrials(model, trials, SplittableRandom::new);
  }

  /**
   * One trial.
   *
   * @param faults that strike together, in this order
   * @param seed of what is random about them
   */
  public record Placed(List<PlacedFault> faults, long seed) {
    /** Copies. */
    public Placed {
      faults = List.copyOf(faults);
    }
  }

  @Override
  public int size() {
    return trials.size();
  }

  @Override
  public List<String> tensors(int trial) {
    return trials.get(trial).faults().stream().map(f -> f.site().tensor()).distinct().toList();
  }

  @Override
  public Injection get(int trial) {
    Placed placed = trials.get(trial);
    return Injector.inject(model, placed.faults(), Ranges.UNKNOWN, generators.apply(placed.seed()));
  }
}
