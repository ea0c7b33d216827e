package io.onnxfi.fault;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.model.DistinctNumbers;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.OperatorTrait;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.onnx.WeightTable.Named;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/** Draws lists of any faults of a model. Every fault of a part of the model is equally likely. */
public final class ListGenerator {
  /** Name of the generator of random numbers. */
  public static final String GENERATOR = RowSelection.GENERATOR;

  /** A list is drawn and written in one piece. */
  private static final long MOST_ROWS = 5_000_000;

  private final OnnxModel model;
  private final ListSpec spec;
  private final List<Weight> weights = new ArrayList<>();
  private final List<Pool> pools = new ArrayList<>();

  private ListGenerator(OnnxModel model, ListSpec spec) {
    this.model = model;
    this.spec = spec;
  }

  /**
   * A list that was drawn.
   *
   * @param list the rows
   * @param possible how many faults there are to draw from
   * @param parts how many samples were drawn, each with the margin
   * @param matches what each filter has chosen, a line each
   */
  public record Drawn(FaultList list, long possible, int parts, List<String> matches) {
    /** Copies. */
    public Drawn {
      matches = List.copyOf(matches);
    }
  }

  /** Faults that one sample is drawn from. */
  private record Part(List<Pool> pools, OptionalInt bit, boolean allBits, double share) {
    long size() {
      return pools.stream().mapToLong(this::size).reduce(0, Math::addExact);
    }

    private long size(Pool pool) {
      return pool.regions() * (allBits ? pool.width() : 1);
    }

    FaultSite site(long number) {
      long rest = number;
      for (Pool pool : pools) {
        if (rest < size(pool)) {
          return allBits
              ? pool.site(rest / pool.width(), OptionalInt.of((int) (rest % pool.width())))
              : pool.site(rest, bit);
        }
        rest -= size(pool);
      }
      throw new IllegalStateException("fault " + number + " is beyond the model");
    }
  }

  /**
   * Draws a list.
   *
   * @throws MalformedInputException if more is asked for than there is, or a filter chooses nothing
   * @throws UnsupportedInputException if the model has none of the tensors
   */
  public static Drawn draw(OnnxModel model, ListSpec spec) {
    return new ListGenerator(model, spec).draw();
  }

  private Drawn draw() {
    findWeights();
    findActivations();
    List<String> matches = matches();
    pools.removeIf(pool -> pool.regions() == 0);
    if (pools.isEmpty()) {
      throw new UnsupportedInputException(
          "the model has no such sites to draw faults from (%s, %s)"
              .formatted(
                  String.join(",", spec.sites().stream().map(s -> s + "").sorted().toList()),
                  spec.reach()));
    }
    List<Part> parts = parts();
    long possible = parts.stream().mapToLong(Part::size).reduce(0, Math::addExact);
    List<Long> counts = counts(parts, possible);
    requireFew(counts.stream().mapToLong(Long::longValue).sum());
    RandomGenerator random = RandomGeneratorFactory.of(GENERATOR).create(spec.seed());
    List<FaultRow> rows = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      draw(parts.get(i), counts.get(i), random, rows);
    }
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    if (!spec.isAsPublished()) {
      header.addAll(List.of(FaultList.MODEL, FaultList.SITE));
    }
    return new Drawn(
        new FaultList("drawn faults", header, rows, CsvForm.STANDARD),
        possible,
        parts.size(),
        matches);
  }

  private void findWeights() {
    WeightTable table = WeightTable.of(model);
    for (Initializer initializer : model.initializers()) {
      Weight weight = table.stored(initializer.name()).orElseThrow();
      if (SiteClass.of(weight).filter(spec.sites()::contains).isPresent()
          && isChosen(weight.layer())) {
        weights.add(weight);
        pools.add(Pool.of(new Named(weight, weight.layout()), spec.reach()));
      }
    }
  }

  /** Values that only hand on other values are not sites of their own. */
  private void findActivations() {
    if (!spec.sites().contains(SiteClass.ACTIVATIONS) || spec.reach() == Reach.INPUT_CHANNEL) {
      return;
    }
    ComputedValues values = ComputedValues.of(model);
    Map<String, String> layers = new HashMap<>();
    values
        .layers()
        .forEach(
            (layer, value) -> {
              if (values.find(layer).equals(List.of(value))) {
                layers.putIfAbsent(value.name(), layer);
              }
            });
    for (ComputedValues.Value value : values.values()) {
      String layer = layers.getOrDefault(value.name(), value.name());
      boolean isReal = value.type().isPresent() && value.type().get().isReal();
      if (isReal
          && value.image().isPresent()
          && !OperatorTrait.MOVES.of(value.node())
          && isChosen(layer)) {
        pools.add(Pool.of(layer, value, spec.reach()));
      }
    }
  }

  private boolean isChosen(String layer) {
    return spec.layers().isEmpty()
        || spec.layers().stream().anyMatch(filter -> filter.matches().test(layer));
  }

  private List<String> matches() {
    List<String> lines = new ArrayList<>();
    for (LayerFilter filter : spec.layers()) {
      List<Pool> chosen =
          pools.stream().filter(pool -> filter.matches().test(pool.layer())).toList();
      if (chosen.isEmpty()) {
        throw MalformedInputException.of(
            "--layers " + filter, "the name of a layer of these sites, or a part of it", "none");
      }
      lines.add(
          "%s: %,d tensors, %,d bits"
              .formatted(filter, chosen.size(), chosen.stream().mapToLong(Pool::bits).sum()));
    }
    return lines;
  }

  private List<Part> parts() {
    boolean needsBit = spec.fault().needsBit();
    return switch (spec.scheme()) {
      case NETWORK, EXHAUSTIVE ->
          List.of(new Part(pools, OptionalInt.empty(), needsBit, spec.size().share()));
      case LAYER ->
          pools.stream()
              .map(
                  pool ->
                      new Part(List.of(pool), OptionalInt.empty(), needsBit, spec.size().share()))
              .toList();
      case BIT -> pools.stream().flatMap(pool -> byBit(pool, null)).toList();
      case DATA_AWARE -> {
        BitPriors priors = BitPriors.of(model, weights);
        yield pools.stream().flatMap(pool -> byBit(pool, priors)).toList();
      }
    };
  }

  private Stream<Part> byBit(Pool pool, BitPriors priors) {
    List<Part> parts = new ArrayList<>();
    for (int bit = 0; bit < pool.width(); bit++) {
      double share = priors == null ? spec.size().share() : priors.share(bit);
      parts.add(new Part(List.of(pool), OptionalInt.of(bit), false, share));
    }
    return parts.stream();
  }

  /** How many trials each part gets. */
  private List<Long> counts(List<Part> parts, long possible) {
    if (spec.scheme() == SampleScheme.EXHAUSTIVE) {
      return List.of(possible);
    }
    for (Part part : parts) {
      if (spec.faultsPerTrial() > part.size()) {
        throw MalformedInputException.of(
            "--faults-per-trial",
            "at most %,d, all faults of %s"
                .formatted(
                    part.size(),
                    part.pools().size() == 1 ? part.pools().get(0).layer() : "the model"),
            Integer.toString(spec.faultsPerTrial()));
      }
    }
    if (spec.trials().isPresent()) {
      long trials = spec.trials().getAsLong();
      if (trials > possible && spec.faultsPerTrial() == 1) {
        throw MalformedInputException.of(
            "--trials", "at most %,d, all faults that there are".formatted(possible), trials + "");
      }
      return Shares.of(trials, parts.stream().map(Part::size).toList());
    }
    return parts.stream()
        .map(
            part ->
                Math.max(
                    1,
                    new SampleSize(spec.size().margin(), spec.size().t(), part.share())
                        .of((double) part.size())))
        .toList();
  }

  private void requireFew(long trials) {
    long rows = Math.multiplyExact(trials, spec.faultsPerTrial());
    if (rows > MOST_ROWS) {
      throw MalformedInputException.of(
          spec.scheme() == SampleScheme.EXHAUSTIVE ? "--layers" : "the size of the list",
          "at most %,d rows".formatted(MOST_ROWS),
          "%,d".formatted(rows));
    }
  }

  private void draw(Part part, long trials, RandomGenerator random, List<FaultRow> rows) {
    if (spec.faultsPerTrial() == 1) {
      DistinctNumbers.draw(
          random, part.size(), trials, number -> add(rows, rows.size(), part.site(number)));
      return;
    }
    long first = rows.size() / spec.faultsPerTrial();
    for (long trial = first; trial < first + trials; trial++) {
      long injection = trial;
      DistinctNumbers.draw(
          random,
          part.size(),
          spec.faultsPerTrial(),
          number -> add(rows, injection, part.site(number)));
    }
  }

  private void add(List<FaultRow> rows, long injection, FaultSite site) {
    rows.add(
        spec.isAsPublished()
            ? FaultRow.drawn(rows.size(), site)
            : FaultRow.drawn(rows.size(), injection, new Fault(site, spec.fault())));
  }
}
