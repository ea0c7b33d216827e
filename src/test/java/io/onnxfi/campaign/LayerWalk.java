package io.onnxfi.campaign;

import io.onnxfi.onnx.Dataflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The shards of a campaign layer by layer, as the tasks of a cluster come to one process: an engine
 * may go on with what it holds.
 *
 * @param campaign whose faults are all in the shards
 * @param unit shards begin at multiples of so many images
 */
public record LayerWalk(Campaign campaign, int unit) {
  /** Forwards, backwards, and forwards again; each with all pairs. */
  public List<List<Shard>> passes() {
    List<Shard> forwards = new ArrayList<>();
    layers().forEach(faults -> forwards.addAll(pieces(faults)));
    List<Shard> backwards = new ArrayList<>(forwards);
    Collections.reverse(backwards);
    return List.of(forwards, backwards, forwards);
  }

  /** Runs one of the passes. */
  public static List<FaultOutcome> run(Engine engine, Campaign campaign, List<Shard> pass) {
    ShardResult all = ShardResult.NONE;
    for (Shard shard : pass) {
      all = all.plus(engine.run(shard));
    }
    return all.outcomes(campaign);
  }

  /** Two halves of the faults on two halves of the images, if these have a batch each. */
  private List<Shard> pieces(List<Integer> faults) {
    int images = campaign.workload().size();
    int half = images / 2 / unit * unit;
    int block = (faults.size() + 1) / 2;
    List<Shard> pieces = new ArrayList<>();
    for (List<Integer> own :
        List.of(faults.subList(0, block), faults.subList(block, faults.size()))) {
      if (half > 0) {
        pieces.add(new Shard(own, 0, half));
      }
      pieces.add(new Shard(own, half, images));
    }
    return pieces;
  }

  private List<List<Integer>> layers() {
    Dataflow flow = new Dataflow(campaign.model());
    Map<Integer, List<Integer>> layers = new TreeMap<>();
    IntStream.range(0, campaign.size())
        .forEach(
            fault ->
                layers.computeIfAbsent(place(flow, fault), any -> new ArrayList<>()).add(fault));
    return List.copyOf(layers.values());
  }

  private int place(Dataflow flow, int fault) {
    return campaign.injections().tensors(fault).stream()
        .flatMap(tensor -> flow.users(tensor).stream())
        .min(Integer::compare)
        .orElse(0);
  }
}
