package io.onnxfi.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * Divides a shard into pieces that take about as long each: by layer, as the faults of a layer
 * share what comes before it; then by faults, so that some are finished early, but into no smaller
 * blocks than what they share is worth; then by images, which costs nothing; and by faults again
 * where there are too few batches. The longest come first, so that those that run last end
 * together.
 *
 * @param pieces about how many
 * @param batch images that must stay together
 */
public record Division(int pieces, int batch) {
  /** Faults of a block: what comes before the layer is run once more for each. */
  private static final int BLOCK = 64;

  private static final int PIECES_PER_SLOT = 12;
  private static final long MOST_PAIRS = 50_000;

  /** Checks both. */
  public Division {
    if (pieces < 1 || batch < 1) {
      throw new IllegalArgumentException("%d pieces, batches of %d".formatted(pieces, batch));
    }
  }

  /**
   * Into enough pieces for all who work to end together, and into pieces so small that little is
   * lost with one of them.
   *
   * @param slots pieces that are run side by side
   */
  public static Division among(int slots, Shard shard, int batch) {
    long pairs = (long) shard.faults().size() * (shard.to() - shard.from());
    return new Division(
        Math.toIntExact(Math.max((long) PIECES_PER_SLOT * slots, pairs / MOST_PAIRS)), batch);
  }

  private record Sized(Shard shard, double cost) {}

  /**
   * The pieces, which make up the shard without overlap.
   *
   * @param campaign that the shard is of
   * @param cost of a fault on an image, in any unit, at least 0
   */
  public List<Shard> of(Campaign campaign, Shard shard, IntToDoubleFunction cost) {
    Map<List<String>, List<Integer>> layers = new LinkedHashMap<>();
    for (int fault : shard.faults()) {
      layers
          .computeIfAbsent(campaign.injections().tensors(fault), tensors -> new ArrayList<>())
          .add(fault);
    }
    double all = shard.faults().stream().mapToDouble(cost::applyAsDouble).sum();
    List<Sized> sized = new ArrayList<>();
    for (List<Integer> faults : layers.values()) {
      double own = faults.stream().mapToDouble(cost::applyAsDouble).sum();
      int wanted = all > 0 ? (int) Math.max(1, Math.round(pieces * own / all)) : 1;
      double pairs = size(shard.with(faults));
      split(shard.with(faults), wanted)
          .forEach(piece -> sized.add(new Sized(piece, own * size(piece) / pairs)));
    }
    return sized.stream()
        .sorted(Comparator.comparingDouble(Sized::cost).reversed())
        .map(Sized::shard)
        .toList();
  }

  private List<Shard> split(Shard layer, int wanted) {
    int batches = (layer.to() - layer.from() + batch - 1) / batch;
    int faults = layer.faults().size();
    int blocks = Math.min(wanted, Math.max(1, faults / BLOCK));
    int byImages = Math.min(batches, (wanted + blocks - 1) / blocks);
    int byFaults = Math.min(faults, Math.max(blocks, (wanted + byImages - 1) / byImages));
    List<Shard> parts = new ArrayList<>();
    for (int block = 0; block < byFaults; block++) {
      List<Integer> own =
          layer.faults().subList(part(faults, block, byFaults), part(faults, block + 1, byFaults));
      for (int piece = 0; piece < byImages; piece++) {
        int from = layer.from() + part(batches, piece, byImages) * batch;
        int to = layer.from() + part(batches, piece + 1, byImages) * batch;
        parts.add(new Shard(own, from, Math.min(to, layer.to())));
      }
    }
    return parts;
  }

  private static double size(Shard shard) {
    return (double) shard.faults().size() * (shard.to() - shard.from());
  }

  /** Where a part of some things begins. */
  private static int part(int things, int part, int parts) {
    return (int) ((long) things * part / parts);
  }
}
