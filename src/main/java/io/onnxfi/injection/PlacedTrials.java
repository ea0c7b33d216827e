package io.onnxfi.injection;

import io.onnxfi.fault.ActivationSite;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.Site;
import io.onnxfi.fault.WeightSite;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.onnx.OnnxModel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The trials of a list whose places in a model are known. What is random about a trial comes from
 * the seed of the campaign and the number of the trial alone.
 */
public final class PlacedTrials implements Injections {
  private final OnnxModel model;
  private final List<Placed> trials;
  private final Ranges ranges;
  private final long seed;

  /**
   * Trials of a model.
   *
   * @param ranges of what nodes compute, for faults that depend on them
   * @param seed of what is random
   */
  public PlacedTrials(OnnxModel model, List<Placed> trials, Ranges ranges, long seed) {
    this.model = model;
    this.trials = List.copyOf(trials);
    this.ranges = ranges;
    this.seed = seed;
  }

  /**
   * The trials of a list.
   *
   * @param fault what happens at the sites of a list that does not name models
   * @param ranges of what nodes compute, for faults that depend on them
   * @param seed of what is random
   * @throws io.onnxfi.error.OnnxFiException if a fault depends on a range that is not known
   */
  public static PlacedTrials of(
      OnnxModel model,
      FaultResolver resolver,
      FaultList list,
      FaultModel fault,
      Ranges ranges,
      long seed) {
    List<List<PlacedFault>> faults = resolver.place(list, fault);
    faults.stream()
        .flatMap(List::stream)
        .filter(placed -> placed.site() instanceof ActivationSite && placed.model().needsSpread())
        .map(placed -> placed.site().tensor())
        .distinct()
        .forEach(ranges::of);
    List<Placed> trials = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      trials.add(new Placed(list.trials().get(i).id(), faults.get(i)));
    }
    return new PlacedTrials(model, trials, ranges, seed);
  }

  /**
   * One trial.
   *
   * @param id its number
   * @param faults that strike together, in this order
   */
  public record Placed(long id, List<PlacedFault> faults) {
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
    return names(trial, site -> true);
  }

  @Override
  public List<String> weights(int trial) {
    return names(trial, WeightSite.class::isInstance);
  }

  private List<String> names(int trial, Predicate<Site> wanted) {
    return trials.get(trial).faults().stream()
        .map(PlacedFault::site)
        .filter(wanted)
        .map(Site::tensor)
        .distinct()
        .toList();
  }

  @Override
  public Injection get(int trial) {
    Placed placed = trials.get(trial);
    return Injector.inject(model, placed.faults(), ranges, seed, placed.id());
  }
}
