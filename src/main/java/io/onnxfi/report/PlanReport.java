package io.onnxfi.report;

import io.onnxfi.sampling.SamplingFrame;
import io.onnxfi.sampling.SamplingPlan;
import io.onnxfi.sampling.Strata;
import io.onnxfi.sampling.VarianceComponents;
import io.onnxfi.workload.SampleKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * What a margin costs, for people and for programs.
 *
 * @param basis outcomes that the variance is estimated from
 * @param strata by which the variance was estimated, if the outcomes allow it
 * @param plan variance, costs and confidence
 * @param costs where the costs of the plan come from
 * @param margin asked for, a share above 0
 * @param frame what faults are drawn from
 * @param lines the commands that carry it out
 */
public record PlanReport(
    PlanBasis basis,
    Strata strata,
    SamplingPlan plan,
    PlanCosts costs,
    double margin,
    SamplingFrame frame,
    PlanLines lines) {
  private static final int[] PARTS = {1, 10, 100, 400};

  /**
   * Alternatives from all images down, the cheapest among them.
   *
   * @param best the cheapest, if the margin can be reached
   */
  List<SamplingPlan.Design> designs(Optional<SamplingPlan.Design> best) {
    TreeSet<Integer> sizes = new TreeSet<>();
    for (int part : PARTS) {
      sizes.add(plan.nearest(plan.images() / part));
    }
    best.ifPresent(design -> sizes.add(design.imagesPerFault()));
    List<SamplingPlan.Design> designs = new ArrayList<>();
    for (int size : sizes.descendingSet()) {
      designs.add(plan.design(needed(size), size));
    }
    return designs;
  }

  /** Faults for the margin, or all there are. */
  private long needed(int perFault) {
    OptionalLong faults = plan.faults(margin, perFault);
    return faults.isPresent() ? Math.min(faults.getAsLong(), frame.size()) : frame.size();
  }

  /** The design that reaches the margin in least time, if any does. */
  public Optional<SamplingPlan.Design> cheapest() {
    return plan.cheapest(margin, frame.size());
  }

  /** The same with as long a list as it takes. */
  Optional<SamplingPlan.Design> cheapestOfAny() {
    return plan.cheapest(margin, Long.MAX_VALUE);
  }

  /** Faults of a design that a pilot has not had; none if there was no pilot. */
  OptionalLong beyondPilot(SamplingPlan.Design design) {
    return basis instanceof PlanBasis.Pilot pilot
        ? OptionalLong.of(Math.max(0, design.faults() - pilot.estimate().faults()))
        : OptionalLong.empty();
  }

  private SampleKind unit() {
    return lines.unit();
  }

  /** The report for a terminal. */
  public String text() {
    Optional<SamplingPlan.Design> best = cheapest();
    return found()
        + table(best)
        + "\n"
        + best.map(this::reached).orElseGet(this::notReached)
        + sameFaults()
        + assumptions()
        + next(best);
  }

  private String found() {
    VarianceComponents variance = plan.variance();
    return basis.text(unit())
        + "%s, %s faults, %s inferences%n"
            .formatted(
                basis.estimate(),
                Figures.count(basis.estimate().faults()),
                Figures.count(basis.estimate().inferences()))
        + String.format(
            Locale.ROOT,
            "Variance between faults%s %.6f, between the %s of a fault %.6f%n%n",
            variance.strata() > 1 ? " in the same " + strata.title() : "",
            variance.between(),
            unit(),
            variance.within());
  }

  private String table(Optional<SamplingPlan.Design> best) {
    TextTable table =
        new TextTable(
                unit() + " per fault", "faults", "inferences", "± points", "error", "time", "")
            .textColumns(1);
    for (SamplingPlan.Design design : designs(best)) {
      table.row(
          Figures.count(design.imagesPerFault())
              + (design.imagesPerFault() == plan.images() ? " (all)" : ""),
          Figures.count(design.faults()),
          Figures.count(design.inferences()),
          points(design.margin()),
          String.format(Locale.ROOT, "%.4f", design.error()),
          Figures.seconds(design.seconds()),
          note(design, best));
    }
    return table.render();
  }

  private String note(SamplingPlan.Design design, Optional<SamplingPlan.Design> best) {
    if (!plan.isReached(margin, design)) {
      return "too few faults";
    }
    return best.isPresent() && best.get().imagesPerFault() == design.imagesPerFault()
        ? "fastest"
        : "";
  }

  private String wanted() {
    return "±%s points at %s %% confidence"
        .formatted(points(margin), Figures.plain(100 * plan.confidence()));
  }

  private String reached(SamplingPlan.Design best) {
    OptionalLong more = beyondPilot(best);
    return "%s: %s of the %s faults of %s with %s %s each%s.%n"
        .formatted(
            wanted(),
            Figures.count(best.faults()),
            Figures.count(frame.size()),
            frame.name(),
            Figures.count(best.imagesPerFault()),
            unit(),
            more.isPresent()
                ? ", %s more than the pilot had".formatted(Figures.count(more.getAsLong()))
                : "");
  }

  private String notReached() {
    double all = plan.margin(frame.size(), plan.images());
    return "%s: out of reach with the %s faults of %s (%s); it takes a list of %s.%n"
        .formatted(
            wanted(),
            Figures.count(frame.size()),
            frame.name(),
            all > margin
                ? "they reach ±%s points".formatted(points(all))
                : "too few for an interval",
            cheapestOfAny()
                .map(
                    design ->
                        "%s faults with %s %s each"
                            .formatted(
                                Figures.count(design.faults()),
                                Figures.count(design.imagesPerFault()),
                                unit()))
                .orElse("more faults than can be run"));
  }

  /** What images add to the error of the faults. */
  private String sameFaults() {
    int some = plan.nearest(plan.images() / 100);
    return String.format(
        Locale.ROOT,
        "The same faults with %s %s each instead of %s give %.4f times the standard error for"
            + " %s of the inferences.%n",
        Figures.count(some),
        unit(),
        Figures.count(plan.images()),
        plan.design(frame.size(), some).error(),
        Figures.percent(some, plan.images()));
  }

  private String assumptions() {
    return "%nerror: standard error relative to the same number of faults with all %s.%ntime: "
            .formatted(unit())
        + costs.text(unit())
        + ("%nAssumes that faults are drawn at random from the whole model%s, %s are drawn for"
                + " each fault,%nand these outcomes are typical: rare kinds of faults that are"
                + " missing among them are missing%nin the variance too.%n")
            .formatted(plan.variance().strata() > 1 ? strata.assumption() : "", unit());
  }

  private String next(Optional<SamplingPlan.Design> best) {
    List<String> commands = commands(best);
    if (commands.isEmpty()) {
      return "";
    }
    String how =
        best.isPresent()
            ? "(with --margin %s in place of --sample, it stops as soon as the margin is reached)"
                .formatted(Figures.plain(100 * margin))
            : "with a longer list";
    return "%nTo carry it out %s:%n  %s%n".formatted(how, String.join("\n  ", commands));
  }

  /** The commands that carry the plan out; the last is the replay. */
  List<String> commands(Optional<SamplingPlan.Design> best) {
    if (best.isPresent()) {
      return List.of(lines.replay(best.get(), plan.images()));
    }
    return cheapestOfAny()
        .map(
            design ->
                List.of(
                    lines.generate(design, plan.quantile()),
                    lines.replayOfLongerList(design, plan.images())))
        .orElse(List.of());
  }

  static String points(double share) {
    return String.format(Locale.ROOT, "%.3f", 100 * share);
  }

  /** The same for a program. */
  public Map<String, Object> json() {
    return PlanJson.of(this);
  }
}
