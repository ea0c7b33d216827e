package io.onnxfi.campaign;

import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.OutcomeCounts;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What one fault did to those of some neighbouring images that it is tried on: the part of its
 * outcome that a shard yields. Tallies of neighbouring images add up.
 */
public final class FaultTally implements Serializable {
  private static final long serialVersionUID = 2;

  private final int fault;
  private final int from;
  private final int to;
  private final OutcomeCounts counts;
  private final byte[] codes;

  private FaultTally(int fault, int from, int to, OutcomeCounts counts, byte[] codes) {
    this.fault = fault;
    this.from = from;
    this.to = to;
    this.counts = counts;
    this.codes = codes;
  }

  /**
   * The tally of a shard.
   *
   * @param fault its place in the campaign
   * @param counts over its images in the shard
   * @param places outcome codes by place of the image, of all images of the campaign
   */
  public static FaultTally of(
      Campaign campaign, Shard shard, int fault, OutcomeCounts counts, byte[] places) {
    byte[] codes = new byte[campaign.sample().count(fault, shard.from(), shard.to())];
    int next = 0;
    for (ImageSample.Range range : ranges(campaign, fault, shard.from(), shard.to())) {
      System.arraycopy(places, range.from(), codes, next, range.length());
      next += range.length();
    }
    return new FaultTally(fault, shard.from(), shard.to(), counts, codes);
  }

  /** The tally of a shard in which the framework gave up: crashed for every image. */
  public static FaultTally crashed(Campaign campaign, Shard shard, int fault) {
    int images = campaign.sample().count(fault, shard.from(), shard.to());
    return crashed(fault, shard.from(), shard.to(), images);
  }

  private static FaultTally crashed(int fault, int from, int to, int images) {
    byte[] codes = new byte[images];
    Arrays.fill(codes, ImageOutcome.CRASHED.code());
    return new FaultTally(fault, from, to, OutcomeCounts.crashed(images), codes);
  }

  /** A tally as it was: its parts, which are not copied. */
  static FaultTally restored(int fault, int from, int to, OutcomeCounts counts, byte[] codes) {
    return new FaultTally(fault, from, to, counts, codes);
  }

  /** Outcome codes of the images that the fault is tried on, by place; not copied. */
  byte[] codes() {
    return codes;
  }

  /** By place: codes are kept in this order, whatever the order of an outcome. */
  private static List<ImageSample.Range> ranges(Campaign campaign, int fault, int from, int to) {
    return campaign.sample().within(fault, from, to).stream()
        .sorted(Comparator.comparingInt(ImageSample.Range::from))
        .toList();
  }

  /** Place of the fault in the campaign, from 0. */
  public int fault() {
    return fault;
  }

  /** Place of the first image that it is about. */
  public int from() {
    return from;
  }

  /** Place behind the last image that it is about. */
  public int to() {
    return to;
  }

  /** Counts over the images that the fault is tried on. */
  public OutcomeCounts counts() {
    return counts;
  }

  /**
   * The tally over these images and the following ones. One run that fails decides for all images
   * of a fault, so that the outcome does not depend on which images were run together.
   *
   * @param next of the same fault, beginning where this one ends
   */
  public FaultTally plus(FaultTally next) {
    if (next.fault != fault || next.from != to) {
      throw new IllegalArgumentException("%s is not followed by %s".formatted(this, next));
    }
    if (counts.isCrash() || next.counts.isCrash()) {
      return crashed(fault, from, next.to, codes.length + next.codes.length);
    }
    byte[] all = Arrays.copyOf(codes, codes.length + next.codes.length);
    System.arraycopy(next.codes, 0, all, codes.length, next.codes.length);
    return new FaultTally(fault, from, next.to, counts.plus(next.counts), all);
  }

  /**
   * The outcome of the fault.
   *
   * @throws IllegalStateException if this is not the tally over all images of the campaign
   */
  public FaultOutcome outcome(Campaign campaign) {
    int images = campaign.workload().size();
    if (from != 0 || to != images) {
      throw new IllegalStateException("%s is not all of %d images".formatted(this, images));
    }
    byte[] kept = codes;
    if (!campaign.sample().isAll()) {
      byte[] places = new byte[images];
      int next = 0;
      for (ImageSample.Range range : ranges(campaign, fault, 0, images)) {
        System.arraycopy(codes, next, places, range.from(), range.length());
        next += range.length();
      }
      kept = campaign.sample().pick(fault, places);
    }
    return new FaultOutcome(fault, counts, kept);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FaultTally that
        && fault == that.fault
        && from == that.from
        && to == that.to
        && counts.equals(that.counts)
        && Arrays.equals(codes, that.codes);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * fault + from) + Arrays.hashCode(codes);
  }

  @Override
  public String toString() {
    return "fault %d on images %d to %d: %s".formatted(fault, from, to, counts);
  }
}
