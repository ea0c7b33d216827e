package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.Spread;
import io.onnxfi.fault.model.Target;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the places in a model that a list names, and checks that they exist.
 *
 * <p>Names of weights are read as all rows together mean them: where a name has several meanings,
 * the list may leave one.
 */
public final class FaultResolver {
  private final OnnxModel model;
  private final LayerNaming naming;

  /** Of the list that is read; nothing before one is. */
  private final Map<SiteKind, Places> places;

  private final List<String> notes;

  /** Reads the names and shapes of a model. */
  public FaultResolver(OnnxModel model) {
    this(model, new LayerNaming(model), new EnumMap<>(SiteKind.class), List.of());
  }

  private FaultResolver(
      OnnxModel model, LayerNaming naming, Map<SiteKind, Places> places, List<String> notes) {
    this.model = model;
    this.naming = naming;
    this.places = places;
    this.notes = notes;
  }

  /** A resolver that reads names as this list means them. */
  public FaultResolver reading(FaultList list) {
    return readingSites(list.sites());
  }

  /** A resolver that reads the name of this one layer. */
  public FaultResolver reading(FaultSite site) {
    return readingSites(List.of(site));
  }

  /** A resolver that reads names as these sites of a list mean them. */
  FaultResolver readingSites(List<FaultSite> sites) {
    int[] weightPlaces =
        IntStream.range(0, sites.size()).filter(place -> isWeight(sites.get(place))).toArray();
    List<FaultSite> ofWeights =
        new LazyList<>(weightPlaces.length, place -> sites.get(weightPlaces[place]));
    WeightPlaces weights = WeightPlaces.of(naming, ofWeights);
    Map<SiteKind, Places> read = new EnumMap<>(SiteKind.class);
    read.put(SiteKind.WEIGHT, weights);
    if (ofWeights.size() < sites.size()) {
      read.put(SiteKind.ACTIVATION, new ActivationPlaces(model));
    }
    return new FaultResolver(model, naming, read, weights.notes());
  }

  private static boolean isWeight(FaultSite site) {
    return site.extent().kind() == SiteKind.WEIGHT;
  }

  /** What was assumed of the names of a list, a line each. */
  public List<String> notes() {
    return notes;
  }

  /**
   * The places of all trials.
   *
   * @param list it reads names as this list means them, unless it was told another
   * @param unnamed what happens at the sites of a list that does not name models
   * @return a fault for each row of each trial, in order
   * @throws MalformedInputException as {@link #place(String, Fault)}, naming the row
   */
  public List<List<PlacedFault>> place(FaultList list, FaultModel unnamed) {
    FaultResolver resolver = places.isEmpty() ? reading(list) : this;
    List<Trial> trials = list.trialsUnder(unnamed);
    return IntStream.range(0, trials.size())
        .mapToObj(trial -> resolver.place(list, list.rows(trial), trials.get(trial)))
        .toList();
  }

  private List<PlacedFault> place(FaultList list, List<FaultRow> rows, Trial trial) {
    List<PlacedFault> placed = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      placed.add(place(list.locate(rows.get(i)), trial.faults().get(i)));
    }
    return List.copyOf(placed);
  }

  /**
   * The place of a fault.
   *
   * @param where what to blame in a message, for example {@code list.csv:12}
   * @throws MalformedInputException if the layer is unknown (naming near ones), may be one of
   *     several (naming them), the index is outside its tensor, the tensor has no such rows or
   *     channels, the bit is outside its elements or missing, or the elements cannot have the fault
   */
  public PlacedFault place(String where, Fault fault) {
    FaultSite site = fault.site();
    Places kind = of(site);
    List<DefectKind> obstacles = kind.obstacles(site);
    if (!obstacles.isEmpty()) {
      throw new MalformedInputException(kind.explain(obstacles.get(0), where, site));
    }
    if (fault.model().needsBit() && site.bit().isEmpty()) {
      throw MalformedInputException.of(
          where, "a bit, which %s needs".formatted(fault.model().label()), "none");
    }
    Site place = kind.place(site);
    fault
        .model()
        .check(
            where + ": " + site,
            new Target(
                place.tensor(),
                kind.type(site),
                new Region.All(place.size()), // only how many matters before anything is drawn
                site.bit(),
                FaultResolver::unknownSpread));
    return new PlacedFault(place, site.bit(), fault.model());
  }

  private static Spread unknownSpread() {
    throw new IllegalStateException("the elements are not read before a model is run");
  }

  private Places of(FaultSite site) {
    SiteKind kind = site.extent().kind();
    return places.containsKey(kind) ? places.get(kind) : reading(site).places.get(kind);
  }

  /** Which of layer, index, reach and bit keep a site from being in the model; none if it is. */
  List<DefectKind> obstacles(FaultSite site) {
    return of(site).obstacles(site);
  }

  /** Why the elements of a site without obstacles cannot have a fault; nothing if they can. */
  Optional<String> refusal(String where, Fault fault) {
    try {
      place(where, fault);
      return Optional.empty();
    } catch (MalformedInputException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** One of {@link #obstacles} in words: what was expected there, and what was found. */
  String explain(DefectKind obstacle, String where, FaultSite site) {
    return of(site).explain(obstacle, where, site);
  }
}
