package io.onnxfi.attribution;

import io.onnxfi.onnx.EditSet;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import java.util.List;
import java.util.function.Supplier;

/**
 * One differing fault on the images that are examined, run again on both sides.
 *
 * <p>A row is the place of an image among them, from 0.
 */
final class Examination {
  private final DifferingTrial fault;
  private final EditSet edit;
  private final NanRule rule;
  private final ExaminedSide left;
  private final ExaminedSide right;
  private final Supplier<NodeRun> nodeRun;
  private NodeRun nodes;

  /**
   * An examination.
   *
   * @param nodeRun runs the model operator by operator; asked at most once
   */
  Examination(
      DifferingTrial fault,
      EditSet edit,
      NanRule rule,
      ExaminedSide left,
      ExaminedSide right,
      Supplier<NodeRun> nodeRun) {
    this.fault = fault;
    this.edit = edit;
    this.rule = rule;
    this.left = left;
    this.right = right;
    this.nodeRun = nodeRun;
  }

  EditSet edit() {
    return edit;
  }

  NanRule rule() {
    return rule;
  }

  ExaminedSide left() {
    return left;
  }

  ExaminedSide right() {
    return right;
  }

  /** Recorded outcomes of an image. */
  ImagePair pair(int row) {
    return fault.images().get(row);
  }

  /** Number of an image in the data set. */
  int image(int row) {
    return pair(row).image();
  }

  /** Numbers of several images. */
  List<Integer> images(List<Integer> rows) {
    return rows.stream().map(this::image).toList();
  }

  /** Places of several images in the campaign. */
  List<Integer> places(List<Integer> rows) {
    return rows.stream().map(row -> pair(row).place()).toList();
  }

  /** What a side recorded for an image. */
  ImageOutcome recorded(ExaminedSide side, int row) {
    return isLeft(side) ? pair(row).left() : pair(row).right();
  }

  ExaminedSide other(ExaminedSide side) {
    return isLeft(side) ? right : left;
  }

  private boolean isLeft(ExaminedSide side) {
    return side.id().equals(left.id());
  }

  /** Whether all scores of an image are finite on both sides. */
  boolean isFinite(int row) {
    return left.scores().get(row).isFinite() && right.scores().get(row).isFinite();
  }

  /** The model operator by operator. */
  NodeRun nodes() {
    if (nodes == null) {
      nodes = nodeRun.get();
    }
    return nodes;
  }
}
