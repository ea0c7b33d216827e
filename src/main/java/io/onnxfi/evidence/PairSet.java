package io.onnxfi.evidence;

import io.onnxfi.campaign.PairFilter;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Some pairs of a fault and a sample. */
final class PairSet implements PairFilter {
  private static final BitSet NONE = new BitSet();

  private final BitSet[] places;

  /** None yet, of so many faults. */
  PairSet(int faults) {
    this.places = new BitSet[faults];
  }

  void add(int fault, int place) {
    if (places[fault] == null) {
      places[fault] = new BitSet();
    }
    places[fault].set(place);
  }

  boolean isEmpty() {
    return faults().isEmpty();
  }

  /** Faults of which there is a pair, in the order of the campaign. */
  List<Integer> faults() {
    return IntStream.range(0, places.length).filter(f -> places[f] != null).boxed().toList();
  }

  /** Samples that are paired with a fault. */
  IntStream of(int fault) {
    return (places[fault] == null ? NONE : places[fault]).stream();
  }

  @Override
  public boolean runs(int fault, int place) {
    return places[fault] != null && places[fault].get(place);
  }
}
