package io.onnxfi.report.figure;

import io.onnxfi.fault.Factor;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.RunSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All figures of a run, by what they are about; a run of one backend or without published outcomes
 * has fewer.
 *
 * @param outcomes shares of the outcomes; empty for a run without faults, like everything else
 * @param criticality critical pairs by bit, by layer and by both
 * @param agreement sides against each other
 * @param signature faults masked for every image, which show at what precision a layer computed
 */
public record RunFigures(
    List<Figure> outcomes,
    List<Figure> criticality,
    List<Figure> agreement,
    List<Figure> signature) {
  /** Copies. */
  public RunFigures {
    outcomes = List.copyOf(outcomes);
    criticality = List.copyOf(criticality);
    agreement = List.copyOf(agreement);
    signature = List.copyOf(signature);
  }

  /** The figures of a run. */
  public static RunFigures of(RunResults run) {
    if (run.backends().get(0).trials().isEmpty()) {
      return new RunFigures(List.of(), List.of(), List.of(), List.of());
    }
    Axis layers = Axis.of(Factor.LAYER, run.backends().get(0));
    Axis bits = Axis.of(Factor.BIT, run.backends().get(0));
    RateFigures rates = new RateFigures(run);
    HeatMaps maps = new HeatMaps(layers, bits);
    List<Figure> criticality = new ArrayList<>(List.of(rates.by(bits), rates.by(layers)));
    run.backends().forEach(side -> criticality.add(maps.criticality(side)));
    List<Figure> agreement = new ArrayList<>();
    run.pairs().forEach(pair -> agreement.add(PairFigures.scatter(pair)));
    PairFigures.differences(run, bits).forEach(agreement::add);
    return new RunFigures(
        List.of(rates.outcomes()),
        criticality,
        agreement,
        run.sides().stream().<Figure>map(maps::fullyMasked).toList());
  }

  /** All of them, in the order of a report. */
  public List<Figure> all() {
    return Stream.of(outcomes, criticality, agreement, signature).flatMap(List::stream).toList();
  }

  /** The place of the highest value above 0, if there is one; NaN is no value. */
  static Optional<Integer> highest(List<Double> values) {
    Integer highest = null;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) > (highest == null ? 0 : values.get(highest))) {
        highest = i;
      }
    }
    return Optional.ofNullable(highest);
  }

  /** Names of sides for a file: {@code ort-djl}. */
  static String name(RunSide... sides) {
    return Figure.name(String.join("-", Stream.of(sides).map(RunSide::id).toList()));
  }
}
