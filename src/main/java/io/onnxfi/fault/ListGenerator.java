package io.onnxfi.fault;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.model.DistinctNumbers;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.random.Generators;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Draws lists of any faults of a model. Every fault of a part of the model is equally likely. */
public final class ListGenerator {
  /** Name of the generator of random numbers. */
  public static final String GENERATOR = RowSelection.GENERATOR;

  /** A list is drawn and written in one piece. */
  private static final long MOST_ROWS = 10_000_000;

  private final OnnxModel model;
  private final ListSpec spec;
  private final Pools from;
  private final MixDraws mixes;
  private final RandomGenerator random;

  private ListGenerator(OnnxModel model, ListSpec spec) {
    this.model = model;
    this.spec = spec;
    this.from = Pools.of(model, spec);
    this.random = Generators.of(GENERATOR).create(spec.seed());
    this.mixes = new MixDraws(random);
  }

  /**
   * A list that was drawn.
   *
   * @param list the rows
   * @param possible how many faults there are to draw from
   * @param parts how many samples were drawn, each with the margin
   * @param matches what each filter has chosen, a line each
   * @param notes what did not go as asked, a line each
   */
  public record Drawn(
      FaultList list, long possible, int parts, List<String> matches, List<String> notes) {
    /** Copies. */
    public Drawn {
      matches = List.copyOf(matches);
      notes = List.copyOf(notes);
    }
  }

  /**
   * Draws a list.
   *
   * @throws MalformedInputException if more is asked for than there is, a filter chooses nothing,
   *     or elements that are drawn cannot have the fault
   * @throws UnsupportedInputException if the model has none of the tensors
   */
  public static Drawn draw(OnnxModel model, ListSpec spec) {
    return new ListGenerator(model, spec).draw();
  }

  private Drawn draw() {
    List<Part> parts = parts();
    if (!spec.bits().isAll()) {
      parts = parts.stream().filter(part -> part.size() > 0).toList();
      if (parts.isEmpty()) {
        throw MalformedInputException.of(
            "--bits", "bits that the tensors have", spec.bits().toString());
      }
    }
    long possible = parts.stream().mapToLong(Part::size).reduce(0, Math::addExact);
    List<Long> counts = counts(parts, possible);
    requireFew(counts.stream().mapToLong(Long::longValue).sum());
    List<String> header = new ArrayList<>(FaultList.FAULT_COLUMNS);
    if (!spec.isAsPublished()) {
      header.addAll(List.of(FaultList.MODEL, FaultList.SITE));
    }
    Rows.Builder rows = new Rows.Builder(header);
    for (int i = 0; i < parts.size(); i++) {
      draw(parts.get(i), counts.get(i), rows);
    }
    FaultList list = new FaultList("drawn faults", header, rows.build(), CsvForm.STANDARD);
    if (!spec.isAsPublished()) {
      requireFit(list);
    }
    return new Drawn(list, possible, parts.size(), from.matches(), mixes.notes());
  }

  /** What is drawn can be run: elements may have no such bit, or not hold the value. */
  private void requireFit(FaultList list) {
    FaultResolver resolver = new FaultResolver(model).reading(list);
    String where = "--fault " + spec.fault().label();
    list.rows().forEach(row -> resolver.place(where, row.fault()));
  }

  private List<Part> parts() {
    Optional<BitChoice> needsBit =
        spec.fault().needsBit() ? Optional.of(spec.bits()) : Optional.empty();
    return switch (spec.scheme()) {
      case NETWORK, EXHAUSTIVE ->
          List.of(new Part(from.pools(), OptionalInt.empty(), needsBit, spec.size().share()));
      case LAYER ->
          from.pools().stream()
              .map(
                  pool ->
                      new Part(List.of(pool), OptionalInt.empty(), needsBit, spec.size().share()))
              .toList();
      case BIT -> from.pools().stream().flatMap(pool -> byBit(pool, null)).toList();
      case DATA_AWARE -> {
        BitPriors priors = BitPriors.of(model, from.weights());
        yield from.pools().stream().flatMap(pool -> byBit(pool, priors)).toList();
      }
    };
  }

  private Stream<Part> byBit(Pool pool, BitPriors priors) {
    List<Part> parts = new ArrayList<>();
    for (int bit = 0; bit < pool.width(); bit++) {
      if (spec.bits().has(bit)) {
        double share = priors == null ? spec.size().share() : priors.share(bit);
        parts.add(new Part(List.of(pool), OptionalInt.of(bit), Optional.empty(), share));
      }
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
      if (trials > possible && spec.faultsPerTrial() == 1 && !spec.fault().isRandom()) {
        throw MalformedInputException.of(
            "--trials", "at most %,d, all faults that there are".formatted(possible), trials + "");
      }
      requireFew(trials);
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
    if (trials > MOST_ROWS / spec.faultsPerTrial()) {
      throw MalformedInputException.of(
          spec.scheme() == SampleScheme.EXHAUSTIVE ? "--layers" : "the size of the list",
          "at most %,d rows".formatted(MOST_ROWS),
          spec.faultsPerTrial() == 1
              ? "%,d".formatted(trials)
              : "%,d for each of %,d trials".formatted(spec.faultsPerTrial(), trials));
    }
  }

  private void draw(Part part, long trials, Rows.Builder rows) {
    if (spec.faultsPerTrial() == 1) {
      // A site may come again only where something else is drawn there each time.
      for (long left = trials; left > 0; left -= part.size()) {
        DistinctNumbers.draw(
            random,
            part.size(),
            Math.min(left, part.size()),
            number -> add(rows, rows.size(), part.site(number, mixes)));
      }
      return;
    }
    long first = rows.size() / spec.faultsPerTrial();
    for (long trial = first; trial < first + trials; trial++) {
      long injection = trial;
      DistinctNumbers.draw(
          random,
          part.size(),
          spec.faultsPerTrial(),
          number -> add(rows, injection, part.site(number, mixes)));
    }
  }

  private void add(Rows.Builder rows, long injection, FaultSite site) {
    rows.add(
        spec.isAsPublished()
            ? FaultRow.drawn(rows.size(), site)
            : FaultRow.drawn(rows.size(), injection, new Fault(site, spec.fault())));
  }
}
