package io.onnxfi.study.aware;

import io.onnxfi.classification.Answers;
import io.onnxfi.classification.PairedCounts;
import io.onnxfi.sampling.Proportion;
import java.util.BitSet;

/**
 * What a lowering did to the answers of a network, compared with those of its float32 graph, which
 * ONNX Runtime runs node by node.
 *
 * @param right which images are right, before and behind
 * @param changed images with another class
 * @param nonFinite images whose scores were finite and are not any more
 * @param divergence mean over the images of the divergence of Kullback and Leibler, in nats, of the
 *     lowered predictions from those of float32; of images with finite scores in both
 * @param largest difference of a score, of the same images
 */
record Lowered(
    PairedCounts right, BitSet changed, long nonFinite, double divergence, double largest) {
  /**
   * Compares scores.
   *
   * @param before {@code [images, classes]}, row-major
   * @param after likewise
   */
  static Lowered of(float[] before, float[] after, int classes, int... labels) {
    Answers first = Answers.of(before, classes, labels);
    Answers second = Answers.of(after, classes, labels);
    BitSet changed = new BitSet(labels.length);
    long nonFinite = 0;
    long finite = 0;
    double divergence = 0;
    double largest = 0;
    for (int image = 0; image < labels.length; image++) {
      changed.set(image, first.get(image).predicted() != second.get(image).predicted());
      if (first.get(image).isFinite() && second.get(image).isFinite()) {
        finite++;
        divergence += divergence(before, after, image * classes, classes);
        for (int i = image * classes; i < (image + 1) * classes; i++) {
          largest = Math.max(largest, Math.abs((double) after[i] - before[i]));
        }
      } else if (first.get(image).isFinite()) {
        nonFinite++;
      }
    }
    return new Lowered(
        PairedCounts.ofRight(first, second),
        changed,
        nonFinite,
        finite == 0 ? Double.NaN : divergence / finite,
        finite == 0 ? Double.NaN : largest);
  }

  /** Of softmax(before) from softmax(after): Σ p·(log p - log q). */
  private static double divergence(float[] before, float[] after, int from, int classes) {
    double logP = logSum(before, from, classes);
    double logQ = logSum(after, from, classes);
    double sum = 0;
    for (int i = from; i < from + classes; i++) {
      double p = before[i] - logP;
      sum += StrictMath.exp(p) * (p - (after[i] - logQ));
    }
    return Math.max(0, sum);
  }

  private static double logSum(float[] scores, int from, int classes) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + classes; i++) {
      most = Math.max(most, scores[i]);
    }
    double sum = 0;
    for (int i = from; i < from + classes; i++) {
      sum += StrictMath.exp(scores[i] - most);
    }
    return most + StrictMath.log(sum);
  }

  /** Images with another class, of all. */
  Proportion changes() {
    return new Proportion(changed.cardinality(), right.images());
  }

  /** Images with another class here and in another network: what a paired test needs. */
  PairedCounts changesBeside(Lowered other) {
    BitSet both = (BitSet) changed.clone();
    both.and(other.changed);
    long common = both.cardinality();
    long here = changed.cardinality() - common;
    long there = other.changed.cardinality() - common;
    return new PairedCounts(common, here, there, right.images() - common - here - there);
  }
}
