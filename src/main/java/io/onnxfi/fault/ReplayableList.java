package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a list must be for its faults to be run and its outcomes to be compared, checked before
 * anything runs.
 *
 * <p>Refused are no faults at all, the same row twice (its outcomes could not be told apart), and
 * outcomes of more images than were tried. Outcomes of fewer are refused in single rows; one
 * published list has them in all rows, for all were tried on a part of the images: that is a note,
 * as are numbers and faults that come back with another fault or number.
 */
public final class ReplayableList {
  private final FaultList list;
  private final List<String> notes = new ArrayList<>();

  private ReplayableList(FaultList list) {
    this.list = list;
  }

  /**
   * Checks a list.
   *
   * @return what is odd about it, a line each, naming the file
   * @throws MalformedInputException naming the row that is wrong, and how
   */
  public static List<String> require(FaultList list) {
    ReplayableList checked = new ReplayableList(list);
    if (list.rows().isEmpty()) {
      throw MalformedInputException.of(list.source(), "faults, one per row", "none");
    }
    checked.checkRepetition();
    checked.checkSums();
    return List.copyOf(checked.notes);
  }

  private void checkRepetition() {
    List<Trial> trials = list.trials();
    FirstPlaces<Trial.Identity> same =
        new FirstPlaces<>(trials.size(), place -> trials.get(place).identity());
    FirstPlaces<List<Fault>> faults =
        new FirstPlaces<>(trials.size(), place -> trials.get(place).faults());
    FirstPlaces<Long> numbers = new FirstPlaces<>(trials.size(), place -> trials.get(place).id());
    long sameSite = 0;
    long sameNumber = 0;
    for (int i = 0; i < trials.size(); i++) {
      int first = same.of(i);
      if (first != i) {
        throw MalformedInputException.of(
            list.locate(i),
            "each fault only once",
            "the one on line %d again".formatted(list.rows(first).get(0).line()));
      }
      sameSite += faults.isKnown(i) ? 1 : 0;
      sameNumber += numbers.isKnown(i) ? 1 : 0;
    }
    if (sameSite > 0) {
      notes.add(
          "%s: rows that repeat the fault of another row: %d".formatted(list.source(), sameSite));
    }
    if (sameNumber > 0) {
      notes.add(
          "%s: rows that repeat the Injection number of another row: %d"
              .formatted(list.source(), sameNumber));
    }
  }

  private void checkSums() {
    DetectedImages detected = new DetectedImages(list.header());
    Set<List<BigInteger>> differences = new HashSet<>();
    FaultRow firstShort = null;
    long withOutcomes = 0;
    long shortRows = 0;
    for (FaultRow row : list.rows()) {
      if (row.counts().isEmpty()) {
        continue;
      }
      withOutcomes++;
      ImageCounts counts = row.counts().get();
      BigInteger sum = sum(counts);
      BigInteger images = BigInteger.valueOf(counts.images());
      boolean isComplete = detected.complete(row, sum, images);
      if (sum.compareTo(images) > 0 || (sum.equals(images) && !isComplete)) {
        throw wrong(row, sum, images);
      }
      if (!isComplete) {
        shortRows++;
        firstShort = firstShort == null ? row : firstShort;
        differences.add(List.of(sum, images));
      }
    }
    if (firstShort == null) {
      return;
    }
    BigInteger sum = sum(firstShort.counts().orElseThrow());
    long images = firstShort.counts().orElseThrow().images();
    if (differences.size() > 1 || shortRows < withOutcomes) {
      throw wrong(firstShort, sum, BigInteger.valueOf(images));
    }
    notes.add(
        "%s: n_injections is %d in every row, but the outcomes add up to %d"
            .formatted(list.source(), images, sum));
  }

  private static BigInteger sum(ImageCounts counts) {
    return BigInteger.valueOf(counts.masked())
        .add(BigInteger.valueOf(counts.nonCritical()))
        .add(BigInteger.valueOf(counts.critical()));
  }

  private MalformedInputException wrong(FaultRow row, BigInteger sum, BigInteger images) {
    DetectedImages detected = new DetectedImages(list.header());
    return MalformedInputException.of(
        list.locate(row),
        "masked + non_critical + critical%s = n_injections = %d"
            .formatted(detected.areApart() ? " + due" : "", images),
        (detected.areApart() ? sum.add(detected.of(row)) : sum).toString());
  }
}
