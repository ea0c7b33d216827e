package io.onnxfi.injection;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.ActivationSite;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.Trial;
import io.onnxfi.fault.WeightSite;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A model with faults in it, named as in a list.
 *
 * @param golden without the faults
 * @param faulty with them: those in weights as other bits, those in activations as nodes
 * @param changes what changed, a line for each tensor; at least one
 * @param notes what was assumed or had to change besides, a line each
 */
public record InjectedModel(
    OnnxModel golden, OnnxModel faulty, List<String> changes, List<String> notes) {
  /** Number of a trial that no list numbers. */
  private static final long UNLISTED = 0;

  /** Checks and copies. */
  public InjectedModel {
    Objects.requireNonNull(golden, "golden");
    Objects.requireNonNull(faulty, "faulty");
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /**
   * Puts a fault into a model.
   *
   * @param where the model comes from, for messages
   * @param ranges of what nodes compute, for faults that depend on them
   * @param seed of what is random about the fault, which is that of a trial of number 0
   * @throws io.onnxfi.error.OnnxFiException if the model has no such place, the elements there
   *     cannot have the fault, or no nodes do what it does
   */
  public static InjectedModel of(
      OnnxModel golden, String where, Fault fault, Ranges ranges, long seed) {
    FaultResolver resolver = new FaultResolver(golden).reading(fault.site());
    PlacedFault placed = requireEveryImage(where, resolver.place(where, fault));
    return of(golden, where, UNLISTED, List.of(placed), ranges, seed, resolver.notes());
  }

  /**
   * Puts all faults of a trial of a list into a model, as a campaign with the same seed does.
   *
   * @param where the model comes from, for messages
   * @param number of the trial, column {@code Injection}
   * @param unnamed what happens at the sites of a list that does not name models
   * @param ranges of what nodes compute, for faults that depend on them
   * @param seed of what is random about the faults
   * @throws MalformedInputException if no trial, or more than one, has the number; else as {@link
   *     #of(OnnxModel, String, Fault, Ranges, long)}, naming the row
   */
  public static InjectedModel of(
      OnnxModel golden,
      String where,
      FaultList list,
      long number,
      FaultModel unnamed,
      Ranges ranges,
      long seed) {
    FaultResolver resolver = new FaultResolver(golden).reading(list);
    FaultList trial = list.select(position(list, number));
    List<PlacedFault> placed = resolver.place(trial, unnamed).get(0);
    for (int i = 0; i < placed.size(); i++) {
      requireEveryImage(list.locate(trial.rows().get(i)), placed.get(i));
    }
    List<String> notes = new ArrayList<>(list.notes());
    notes.addAll(resolver.notes());
    return of(golden, where, number, placed, ranges, seed, notes);
  }

  private static int position(FaultList list, long number) {
    List<Trial> trials = list.trials();
    int[] found =
        IntStream.range(0, trials.size()).filter(i -> trials.get(i).id() == number).toArray();
    if (found.length == 0) {
      throw MalformedInputException.of(
          list.source(), "a trial of Injection number " + number, "none of that number");
    }
    if (found.length > 1) {
      throw MalformedInputException.of(
          list.source(),
          "one trial of Injection number " + number,
          "%d, the first two at %s and %s"
              .formatted(found.length, list.locate(found[0]), list.locate(found[1])));
    }
    return found[0];
  }

  /** A model file knows neither a data set nor how often it was run. */
  private static PlacedFault requireEveryImage(String where, PlacedFault fault) {
    if (fault.site() instanceof ActivationSite site && !site.exposure().equals(Exposure.EVERY)) {
      throw MalformedInputException.of(
          where,
          "a fault in every image, for a model file knows no data set",
          site.exposure() instanceof Exposure.Image image
              ? "@image:" + image.number()
              : "one inference only");
    }
    return fault;
  }

  private static InjectedModel of(
      OnnxModel golden,
      String where,
      long number,
      List<PlacedFault> faults,
      Ranges ranges,
      long seed,
      List<String> assumed) {
    Injection injection =
        new PlacedTrials(golden, List.of(new PlacedTrials.Placed(number, faults)), ranges, seed)
            .get(0);
    OnnxModel edited = golden.withEdits(injection.edits());
    FaultNodes nodes = FaultNodes.into(edited, where, injection.values());
    List<String> notes = new ArrayList<>(assumed);
    notes.addAll(nodes.notes());
    return new InjectedModel(
        golden, nodes.model(), changes(golden, edited, faults, injection, nodes), notes);
  }

  private static List<String> changes(
      OnnxModel golden,
      OnnxModel edited,
      List<PlacedFault> faults,
      Injection injection,
      FaultNodes nodes) {
    PlacedFault first = faults.get(0);
    if (faults.size() == 1
        && first.model().needsBit()
        && first.site() instanceof WeightSite site
        && site.region() instanceof Region.Element element) {
      return List.of(
          ChangeText.ofBit(
              golden, edited, site.tensor(), element.index(), first.bit().orElseThrow()));
    }
    List<String> changes = new ArrayList<>();
    injection
        .edits()
        .edits()
        .forEach(edit -> changes.add(ChangeText.ofWeight(golden, edited, edit)));
    changes.addAll(nodes.changes());
    return changes.isEmpty() ? List.of("nothing changed: no bit differs") : changes;
  }
}
