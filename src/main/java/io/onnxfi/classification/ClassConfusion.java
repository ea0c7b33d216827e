package io.onnxfi.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How often each class was called each class. Images whose scores are not finite are left out. */
public final class ClassConfusion {
  /** Most images first, then by the classes' numbers. */
  private static final Comparator<Pair> MOST_FIRST =
      Comparator.comparingLong((Pair pair) -> -pair.images())
          .thenComparingInt(Pair::label)
          .thenComparingInt(Pair::predicted);

  private static final Comparator<Change> LARGEST_FIRST =
      Comparator.comparingLong((Change change) -> -Math.abs(change.difference()))
          .thenComparingInt(Change::label)
          .thenComparingInt(Change::predicted);

  private final long[][] counts;

  private ClassConfusion(int classes) {
    this.counts = new long[classes][classes];
  }

  /**
   * A class called another.
   *
   * @param label the true class
   * @param predicted the other
   * @param images how many
   */
  public record Pair(int label, int predicted, long images) {}

  /**
   * A class called another with two models.
   *
   * @param label the true class
   * @param predicted the other
   * @param first how many images with the first model
   * @param second how many with the second
   */
  public record Change(int label, int predicted, long first, long second) {
    /** How many more images with the second model. */
    public long difference() {
      return second - first;
    }
  }

  /** That of some answers. */
  public static ClassConfusion of(Answers answers) {
    ClassConfusion confusion = new ClassConfusion(answers.classes());
    for (Answer answer : answers.all()) {
      if (answer.isFinite()) {
        confusion.counts[answer.label()][answer.predicted()]++;
      }
    }
    return confusion;
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** Images of one class that were called another, or the same. */
  public long count(int label, int predicted) {
    return counts[label][predicted];
  }

  /** Images of one class, whatever they were called. */
  public long images(int label) {
    long images = 0;
    for (long count : counts[label]) {
      images += count;
    }
    return images;
  }

  /** The classes that were called others, those of most images first. */
  public List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int label = 0; label < classes(); label++) {
      for (int predicted = 0; predicted < classes(); predicted++) {
        if (label != predicted && counts[label][predicted] > 0) {
          pairs.add(new Pair(label, predicted, counts[label][predicted]));
        }
      }
    }
    pairs.sort(MOST_FIRST);
    return pairs;
  }

  /**
   * The pairs of classes that were called each other, those of most images first: {@code label} is
   * the class with the lower number, and images of both count.
   */
  public List<Pair> mutualPairs() {
    List<Pair> pairs = new ArrayList<>();
    for (int lower = 0; lower < classes(); lower++) {
      for (int higher = lower + 1; higher < classes(); higher++) {
        long images = counts[lower][higher] + counts[higher][lower];
        if (images > 0) {
          pairs.add(new Pair(lower, higher, images));
        }
      }
    }
    pairs.sort(MOST_FIRST);
    return pairs;
  }

  /**
   * What differs with another model, off the diagonal: the largest difference first, whatever its
   * sign.
   *
   * @param second with as many classes
   */
  public List<Change> changes(ClassConfusion second) {
    if (second.classes() != classes()) {
      throw new IllegalArgumentException(
          "%d classes, and %d".formatted(classes(), second.classes()));
    }
    List<Change> changes = new ArrayList<>();
    for (int label = 0; label < classes(); label++) {
      for (int predicted = 0; predicted < classes(); predicted++) {
        long before = counts[label][predicted];
        long after = second.counts[label][predicted];
        if (label != predicted && before != after) {
          changes.add(new Change(label, predicted, before, after));
        }
      }
    }
    changes.sort(LARGEST_FIRST);
    return changes;
  }
}
