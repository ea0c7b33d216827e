package io.onnxfi.run;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.campaign.Order;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.precision.Precision;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.StoppingRule;
import io.onnxfi.sampling.Strata;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a campaign is: everything that decides its results, and how it is carried out. Together with
 * the checksums of its files it is the manifest of the run.
 *
 * @param model the fault-free model
 * @param list the faults
 * @param data what the model is asked
 * @param backends ids of the frameworks, in the order in which they are run and reported
 * @param settings how the frameworks compute
 * @param batch images per run; a model that takes one number only gets that
 * @param nanRule how non-finite outputs are judged
 * @param judge which changed answers are critical
 * @param precision in which the model computes
 * @param draw which images each fault is tried on
 * @param margin percentage points to which the critical rate is to be known in every framework: the
 *     run stops there; all faults are run if empty
 * @param rate how the critical rate is estimated
 * @param seed of every draw: rows, images, random order
 * @param execution how it is carried out
 */
public record CampaignSpec(
    ModelSource model,
    ListSource list,
    WorkloadSource data,
    List<String> backends,
    BackendSettings settings,
    int batch,
    NanRule nanRule,
    JudgeChoice judge,
    PrecisionChoice precision,
    ImageDraw draw,
    OptionalDouble margin,
    RateEstimator rate,
    long seed,
    Execution execution) {
  /** Images per run, if nobody says. */
  public static final int USUAL_BATCH = 25;

  /** How the critical rate is estimated, if nobody says: by layer and bit, with 95 % intervals. */
  public static final RateEstimator USUAL_RATE = new RateEstimator(Strata.LAYER_BIT, 0.95);

  private static final double PERCENT = 100;

  /**
   * Checks and copies.
   *
   * @throws MalformedInputException if the margin is out of its range
   */
  public CampaignSpec {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(list, "list");
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(nanRule, "nanRule");
    Objects.requireNonNull(judge, "judge");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(draw, "draw");
    margin.ifPresent(CampaignSpec::share);
    Objects.requireNonNull(rate, "rate");
    Objects.requireNonNull(execution, "execution");
    backends = List.copyOf(backends);
    if (batch < 1) {
      throw new IllegalArgumentException("a batch needs at least one image, not " + batch);
    }
  }

  /**
   * A campaign over all rows of a list and all test images, each row a bit flip, in both frameworks
   * with their usual settings; the builder changes what should be otherwise.
   *
   * @param model ONNX file
   * @param list fault list in the published format
   * @param data set of images
   */
  public static Builder of(Path model, Path list, Dataset data) {
    return new Builder(
        ModelSource.of(model), ListSource.of(list), DataSource.of(data, DataRoot.usual()));
  }

  /** A campaign over these sources. */
  public static Builder of(ModelSource model, ListSource list, WorkloadSource data) {
    return new Builder(model, list, data);
  }

  /** The same with this many faults drawn, and this many images. */
  CampaignSpec of(int faults, int images) {
    return of(list.drawing(faults), data.first(images));
  }

  /** The same with all rows of the list. */
  CampaignSpec whole() {
    return of(list.whole(), data);
  }

  /** The same on other images. */
  CampaignSpec with(ImageDraw images) {
    return new CampaignSpec(
        model, list, data, backends, settings, batch, nanRule, judge, precision, images, margin,
        rate, seed, execution);
  }

  private CampaignSpec of(ListSource rows, WorkloadSource workload) {
    return new CampaignSpec(
        model, rows, workload, backends, settings, batch, nanRule, judge, precision, draw, margin,
        rate, seed, execution);
  }

  /** When the run stops before all faults, if it does. */
  Optional<StoppingRule> rule() {
    return margin.isPresent()
        ? Optional.of(new StoppingRule(share(margin.getAsDouble()), rate))
        : Optional.empty();
  }

  /**
   * A margin of the critical rate as a share.
   *
   * @param points percentage points
   * @throws MalformedInputException if they are not above 0 and below 100
   */
  static double share(double points) {
    if (!(points > 0 && points < PERCENT)) {
      throw MalformedInputException.of(
          "--margin", "above 0 and below 100 percentage points", Double.toString(points));
    }
    return points / PERCENT;
  }

  /** In which faults are run. */
  Order order() {
    return execution.isShuffled() || margin.isPresent() ? Order.random(seed) : Order.list();
  }

  /** The part of the manifest about the end of the run; empty if all faults are run. */
  Map<String, Object> describeStop() {
    Map<String, Object> stop = new LinkedHashMap<>();
    if (margin.isPresent()) {
      stop.put(RunDirectory.MARGIN, margin.getAsDouble());
      stop.put("confidence", PERCENT * rate.confidence());
      stop.put("strata", rate.strata().toString());
      stop.put("seed", seed);
      stop.put("generator", Order.GENERATOR);
    }
    return stop;
  }

  /** Changes what should not be as usual. */
  public static final class Builder {
    private final ModelSource model;
    private ListSource list;
    private WorkloadSource data;
    private List<String> backends = List.of("ort", "djl");
    private BackendSettings settings = BackendSettings.DEFAULT;
    private int batch = USUAL_BATCH;
    private NanRule nanRule = NanRule.NUMPY;
    private JudgeChoice judge = JudgeChoice.TOP_CLASS;
    private PrecisionChoice precision = PrecisionChoice.FULL;
    private ImageDraw draw = new ImageDraw.All();
    private OptionalDouble margin = OptionalDouble.empty();
    private RateEstimator rate = USUAL_RATE;
    private long seed;
    private Execution execution = Execution.DEFAULT;

    private Builder(ModelSource model, ListSource list, WorkloadSource data) {
      this.model = model;
      this.list = list;
      this.data = data;
    }

    /** Only these rows, counted from 0: {@code 0-99,200}. */
    public Builder rows(String rows) {
      list = list.ofRows(rows);
      return this;
    }

    /** Only this many rows, drawn at random without replacement. */
    public Builder sample(int count) {
      list = list.drawing(count);
      return this;
    }

    /** What each row does to its bit. */
    public Builder fault(FaultModel fault) {
      list = list.under(fault);
      return this;
    }

    /** A profile of the model's activations, for faults that depend on their ranges. */
    public Builder profile(Path file) {
      list = list.with(file);
      return this;
    }

    /** Only the first test images. */
    public Builder images(int count) {
      data = data.first(count);
      return this;
    }

    /** Which images each fault is tried on. */
    public Builder draw(ImageDraw images) {
      draw = images;
      return this;
    }

    /** Frameworks by their ids, such as {@code ort} and {@code djl}. */
    public Builder backends(String... ids) {
      backends = List.of(ids);
      return this;
    }

    /** How the frameworks compute. */
    public Builder settings(BackendSettings chosen) {
      settings = chosen;
      return this;
    }

    /** Images per run. */
    public Builder batch(int images) {
      batch = images;
      return this;
    }

    /** Which changed answers are critical. */
    public Builder judge(JudgeChoice choice) {
      judge = choice;
      return this;
    }

    /** How non-finite outputs are judged. */
    public Builder nanRule(NanRule rule) {
      nanRule = rule;
      return this;
    }

    /** In which precision the model computes. */
    public Builder precision(Precision chosen) {
      return precision(PrecisionChoice.of(chosen));
    }

    /** In which precision the model computes, perhaps as the list's outcomes tell. */
    public Builder precision(PrecisionChoice choice) {
      precision = choice;
      return this;
    }

    /** Stops when the critical rate is known to ± this many percentage points everywhere. */
    public Builder margin(double points) {
      margin = OptionalDouble.of(points);
      return this;
    }

    /** How the critical rate is estimated. */
    public Builder rate(RateEstimator estimation) {
      rate = estimation;
      return this;
    }

    /** The seed of every draw. */
    public Builder seed(long number) {
      seed = number;
      return this;
    }

    /** How it is carried out. */
    public Builder execution(Execution how) {
      execution = how;
      return this;
    }

    /** The campaign. */
    public CampaignSpec build() {
      return new CampaignSpec(
          model, list, data, backends, settings, batch, nanRule, judge, precision, draw, margin,
          rate, seed, execution);
    }
  }
}
