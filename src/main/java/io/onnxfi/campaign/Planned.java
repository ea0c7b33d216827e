package io.onnxfi.campaign;

import io.onnxfi.fault.Fault;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A fault and its place in the campaign.
 *
 * @param position from 0
 * @param fault what is at that place
 */
public record Planned(int position, Fault fault) {
  /** The faults of a campaign, in order. */
  public static List<Planned> of(List<Fault> faults) {
    return IntStream.range(0, faults.size()).mapToObj(i -> new Planned(i, faults.get(i))).toList();
  }
}
