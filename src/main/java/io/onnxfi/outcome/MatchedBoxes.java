package io.onnxfi.outcome;

import java.util.Locale;

/**
 * Boxes of a detector: critical is a sample in which a box is lost or new, as the image-wise
 * vulnerability of Qutub et al. (2022, IVMOD) counts it.
 *
 * <p>An answer has six numbers for each place of a box: left, top, right and bottom, the score and
 * the class. Boxes below the least score are none. A faulty box is matched with a fault-free one of
 * its class, the faulty ones by falling score, each with the one that it overlaps most of those
 * that are left; a box that finds none is new, and one that is not found is lost. A matched box has
 * moved if any of its corners has: that is counted, but not critical.
 *
 * @param overlap least intersection over union of a match, above 0 and up to 1
 * @param score least score of a box
 */
public record MatchedBoxes(double overlap, double score) implements Judge {
  /** As the COCO and PASCAL VOC benchmarks match, with the usual threshold of detectors. */
  public static final MatchedBoxes USUAL = new MatchedBoxes(0.5, 0.5);

  /** Numbers of a box in an answer. */
  public static final int NUMBERS = 6;

  private static final int TOP = 1;
  private static final int RIGHT = 2;
  private static final int BOTTOM = 3;
  private static final int SCORE = 4;
  private static final int CLASS = 5;

  /** Checks. */
  public MatchedBoxes {
    if (!(overlap > 0 && overlap <= 1) || Double.isNaN(score)) {
      throw new IllegalArgumentException("overlap %s, score %s".formatted(overlap, score));
    }
  }

  @Override
  public int leastNumbers() {
    return NUMBERS;
  }

  @Override
  public boolean isCritical(float[] golden, int own, float[] faulty, int from, int width) {
    BoxCounts boxes = boxes(golden, own, faulty, from, width);
    return boxes.lostBoxes() + boxes.newBoxes() > 0;
  }

  @Override
  public boolean countsBoxes() {
    return true;
  }

  @Override
  public BoxCounts boxes(float[] golden, int own, float[] faulty, int from, int width) {
    int places = width / NUMBERS;
    boolean[] found = new boolean[places];
    boolean[] asked = new boolean[places];
    int added = 0;
    int moved = 0;
    for (int next = best(faulty, from, asked); next >= 0; next = best(faulty, from, asked)) {
      asked[next] = true;
      int box = from + next * NUMBERS;
      int match = match(golden, own, found, faulty, box);
      if (match < 0) {
        added++;
      } else {
        found[match] = true;
        moved += isThere(golden, own + match * NUMBERS, faulty, box) ? 0 : 1;
      }
    }
    int lost = 0;
    for (int place = 0; place < places; place++) {
      lost += !found[place] && isBox(golden, own + place * NUMBERS) ? 1 : 0;
    }
    return BoxCounts.ofImage(lost, added, moved);
  }

  /** A score that is no number is no box. */
  private boolean isBox(float[] answers, int at) {
    return answers[at + SCORE] >= score;
  }

  /** The place of the highest score that was not asked for, the first of equals; -1 if none. */
  private int best(float[] answers, int from, boolean[] asked) {
    int best = -1;
    for (int place = 0; place < asked.length; place++) {
      int at = from + place * NUMBERS;
      if (!asked[place]
          && isBox(answers, at)
          && (best < 0 || answers[at + SCORE] > answers[from + best * NUMBERS + SCORE])) {
        best = place;
      }
    }
    return best;
  }

  private int match(float[] golden, int own, boolean[] found, float[] faulty, int box) {
    int match = -1;
    double most = 0;
    for (int place = 0; place < found.length; place++) {
      int at = own + place * NUMBERS;
      if (!found[place] && isBox(golden, at) && same(golden[at + CLASS], faulty[box + CLASS])) {
        double shared = overlap(golden, at, faulty, box);
        if (shared >= overlap && shared > most) {
          most = shared;
          match = place;
        }
      }
    }
    return match;
  }

  /** NaN equals itself: an unchanged box is where it was, whatever its numbers. */
  private static boolean same(float a, float b) {
    return a == b || (Float.isNaN(a) && Float.isNaN(b));
  }

  /** Whether two boxes have the same corners. */
  private static boolean isThere(float[] a, int i, float[] b, int j) {
    for (int corner = 0; corner < SCORE; corner++) {
      if (!same(a[i + corner], b[j + corner])) {
        return false;
      }
    }
    return true;
  }

  /** Intersection over union; without an area, 1 of boxes with the same corners, else 0. */
  private static double overlap(float[] a, int i, float[] b, int j) {
    if (isThere(a, i, b, j)) {
      return 1;
    }
    double width = Math.min(a[i + RIGHT], b[j + RIGHT]) - (double) Math.max(a[i], b[j]);
    double height =
        Math.min(a[i + BOTTOM], b[j + BOTTOM]) - (double) Math.max(a[i + TOP], b[j + TOP]);
    double shared = Math.max(0, width) * Math.max(0, height);
    double union = area(a, i) + area(b, j) - shared;
    return union > 0 ? shared / union : 0;
  }

  private static double area(float[] box, int at) {
    double width = (double) box[at + RIGHT] - box[at];
    double height = (double) box[at + BOTTOM] - box[at + TOP];
    return Math.max(0, width) * Math.max(0, height);
  }

  @Override
  public String toString() {
    return equals(USUAL) ? "boxes" : String.format(Locale.ROOT, "boxes:%s,%s", overlap, score);
  }
}
