package io.onnxfi.attribution;

import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.Judge;
import io.onnxfi.outcome.NanRule;

/** Scores {@code [classes]} of one image without and with a fault, in one setting. */
final class Observation {
  private final Judge judge;
  private final float[] golden;
  private final float[] faulty;

  Observation(Judge judge, float[] golden, float[] faulty) {
    this.judge = judge;
    this.golden = golden;
    this.faulty = faulty;
  }

  ImageOutcome outcome(NanRule rule) {
    GoldenOutputs answers = new GoldenOutputs(judge, golden.length, 1, false);
    answers.put(0, golden);
    byte[] outcome = new byte[1];
    answers.judge(0, faulty, rule, outcome);
    return ImageOutcome.of(outcome[0]);
  }

  boolean isFinite() {
    return isFinite(golden) && isFinite(faulty);
  }

  private static boolean isFinite(float[] scores) {
    for (float score : scores) {
      if (!Float.isFinite(score)) {
        return false;
      }
    }
    return true;
  }

  /** Largest change of a score by the fault. */
  float largestChange() {
    return largestDifference(golden, faulty);
  }

  /** Largest difference of a faulty score between two settings. */
  float distance(Observation other) {
    return largestDifference(faulty, other.faulty);
  }

  private static float largestDifference(float[] a, float[] b) {
    float largest = 0;
    for (int c = 0; c < a.length; c++) {
      largest = Math.max(largest, Math.abs(a[c] - b[c]));
    }
    return largest;
  }

  /** Magnitude of the largest fault-free score. */
  float magnitude() {
    float largest = 0;
    for (float score : golden) {
      largest = Math.max(largest, Math.abs(score));
    }
    return largest;
  }

  /** How far the second faulty score is behind the first. */
  float gap() {
    float first = Float.NEGATIVE_INFINITY;
    float second = Float.NEGATIVE_INFINITY;
    for (float score : faulty) {
      if (score > first) {
        second = first;
        first = score;
      } else {
        second = Math.max(second, score);
      }
    }
    return first - second;
  }
}
