package io.onnxfi.outcome;

import java.io.Serializable;
import java.util.List;

/**
 * What faults did to the boxes of a detector. Images with a lost or new box are those that the
 * image-wise vulnerability of Qutub et al. (2022, IVMOD) counts; see {@link MatchedBoxes} for what
 * is matched.
 *
 * <p>An image may be counted as all three. Images that are {@code due} are counted as none: nobody
 * would believe their boxes.
 *
 * @param lostImages images with a box that is not found any more
 * @param newImages images with a box that matches none of the fault-free ones
 * @param movedImages images with a box that is found, but not at the same four corners
 * @param lostBoxes such boxes
 * @param newBoxes such boxes
 * @param movedBoxes such boxes
 */
public record BoxCounts(
    long lostImages,
    long newImages,
    long movedImages,
    long lostBoxes,
    long newBoxes,
    long movedBoxes)
    implements Serializable {
  /** Nothing lost, new or moved. */
  public static final BoxCounts NONE = new BoxCounts(0, 0, 0, 0, 0, 0);

  /** Names of the counts in files, in their order. */
  public static final List<String> NAMES =
      List.of(
          "lost_images", "new_images", "moved_images", "lost_boxes", "new_boxes", "moved_boxes");

  /** The counts of one image. */
  static BoxCounts ofImage(int lost, int added, int moved) {
    return new BoxCounts(any(lost), any(added), any(moved), lost, added, moved);
  }

  private static int any(int boxes) {
    return boxes > 0 ? 1 : 0;
  }

  /**
   * The counts in this order.
   *
   * @param values as {@link #NAMES}
   */
  public static BoxCounts of(List<Long> values) {
    if (values.size() != NAMES.size()) {
      throw new IllegalArgumentException("counts of boxes " + values);
    }
    return new BoxCounts(
        values.get(0), values.get(1), values.get(2), values.get(3), values.get(4), values.get(5));
  }

  /** The counts as {@link #NAMES}. */
  public List<Long> values() {
    return List.of(lostImages, newImages, movedImages, lostBoxes, newBoxes, movedBoxes);
  }

  /** The counts over both sets of images. */
  public BoxCounts plus(BoxCounts other) {
    return new BoxCounts(
        lostImages + other.lostImages,
        newImages + other.newImages,
        movedImages + other.movedImages,
        lostBoxes + other.lostBoxes,
        newBoxes + other.newBoxes,
        movedBoxes + other.movedBoxes);
  }
}
