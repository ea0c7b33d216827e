package io.onnxfi.profile;

/**
 * What is counted and summed of some numbers; non-finite ones are counted apart. Two of them add up
 * to those of all numbers (T. Chan, G. Golub, R. LeVeque: Updating Formulae and a Pairwise
 * Algorithm for Computing Sample Variances, 1979), and in one order always to the same bits.
 *
 * @param count of all
 * @param zeros of them that are zero, of either sign
 * @param nonFinite of them that are infinite or NaN
 * @param least the smallest finite one; infinity if there is none
 * @param most the largest finite one; negative infinity if there is none
 * @param mean of the finite ones
 * @param squares sum of the squared distances of the finite ones from their mean
 */
record Moments(
    long count,
    long zeros,
    long nonFinite,
    double least,
    double most,
    double mean,
    double squares) {
  /** Of no numbers. */
  static final Moments NONE =
      new Moments(0, 0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

  /** Of these numbers. */
  static Moments of(double... values) {
    long zeros = 0;
    long finite = 0;
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    double sum = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        finite++;
        least = value < least ? value : least;
        most = value > most ? value : most;
        sum += value;
        zeros += value == 0 ? 1 : 0;
      }
    }
    double mean = finite == 0 ? 0 : sum / finite;
    double squares = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        squares += (value - mean) * (value - mean);
      }
    }
    return new Moments(values.length, zeros, values.length - finite, least, most, mean, squares);
  }

  /** Those of both together. */
  Moments plus(Moments other) {
    long all = finite() + other.finite();
    double off = other.mean - mean;
    double share = all == 0 ? 0 : (double) other.finite() / all;
    return new Moments(
        count + other.count,
        zeros + other.zeros,
        nonFinite + other.nonFinite,
        Math.min(least, other.least),
        Math.max(most, other.most),
        other.finite() == 0 ? mean : mean + off * share,
        other.finite() == 0 ? squares : squares + other.squares + off * off * share * finite());
  }

  /** How many are finite. */
  long finite() {
    return count - nonFinite;
  }

  /** As they are recorded. */
  Statistics statistics() {
    boolean isEmpty = finite() == 0;
    return new Statistics(
        count,
        isEmpty ? Double.NaN : least,
        isEmpty ? Double.NaN : most,
        isEmpty ? Double.NaN : mean,
        finite() < 2 ? 0 : Math.sqrt(squares / (finite() - 1)),
        (double) zeros / Math.max(1, count),
        (double) nonFinite / Math.max(1, count));
  }
}
