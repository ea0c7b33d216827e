package io.onnxfi.report.figure;

import io.onnxfi.fault.Factor;
import io.onnxfi.fault.Labels;
import io.onnxfi.outcome.TrialOutcome;
import io.onnxfi.report.RunResults;
import io.onnxfi.report.RunSide;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All figures of a run, by what they are about; a run of one backend or without published outcomes
 * has fewer.
 *
 * @param outcomes shares of the outcomes; empty for a run without faults, like everything else, and
 *     if only critical pairs were counted, like the signature
 * @param criticality critical pairs by bit, by layer and by both, and by other factors where they
 *     vary
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

  /**
   * The figures of a run. Where its faults are in several kinds of sites, or of several models, the
   * rates of these stand side by side as well.
   *
   * @param by two factors whose levels are to be set against each other too; none or two
   * @throws io.onnxfi.error.MalformedInputException if the trials do not tell one of them
   */
  public static RunFigures of(RunResults run, List<Factor> by) {
    RunSide first = run.backends().get(0);
    if (first.trials().isEmpty()) {
      return new RunFigures(List.of(), List.of(), List.of(), List.of());
    }
    Axis layers = Axis.of(Factor.LAYER, first);
    Axis bits = Axis.of(Factor.BIT, first);
    RateFigures rates = new RateFigures(run);
    HeatMaps maps = new HeatMaps(layers, bits);
    List<Factor> others = others(first);
    Set<Figure> criticality = new LinkedHashSet<>(List.of(rates.by(bits), rates.by(layers)));
    others.forEach(factor -> criticality.add(rates.by(Axis.of(factor, first))));
    for (Factor factor : others) {
      criticality.addAll(sideBySide(run, factor, Factor.BIT));
    }
    run.backends().forEach(side -> criticality.add(maps.criticality(side)));
    if (others.size() > 1) {
      criticality.addAll(mapped(run, others.get(0), others.get(1)));
    }
    if (!by.isEmpty()) {
      criticality.addAll(sideBySide(run, by.get(0), by.get(1)));
      criticality.addAll(mapped(run, by.get(0), by.get(1)));
    }
    List<Figure> agreement = new ArrayList<>();
    run.pairs().forEach(pair -> agreement.add(PairFigures.scatter(pair)));
    PairFigures.differences(run, bits).forEach(agreement::add);
    return new RunFigures(
        run.tellsMasked() ? List.of(rates.outcomes()) : List.of(),
        List.copyOf(criticality),
        agreement,
        run.tellsMasked()
            ? run.sides().stream().<Figure>map(maps::fullyMasked).toList()
            : List.of());
  }

  /** Kinds of sites, fault models and kinds of reaches, if there are several of them. */
  static List<Factor> others(RunSide side) {
    List<Factor> varying =
        Labels.varying(side.trials().stream().map(TrialOutcome::labels).toList());
    return Stream.of(Factor.SITE, Factor.FAULT, Factor.REACH).filter(varying::contains).toList();
  }

  private static List<IntervalFigure> sideBySide(RunResults run, Factor first, Factor second) {
    return run.backends().stream()
        .flatMap(side -> FactorFigures.intervals(side, first, second).stream())
        .toList();
  }

  private static List<HeatMapFigure> mapped(RunResults run, Factor rows, Factor columns) {
    HeatMaps maps =
        new HeatMaps(Axis.of(rows, run.backends().get(0)), Axis.of(columns, run.backends().get(0)));
    return run.backends().stream().map(maps::criticality).toList();
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
