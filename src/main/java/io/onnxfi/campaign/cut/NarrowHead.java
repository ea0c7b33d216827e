package io.onnxfi.campaign.cut;

import io.onnxfi.onnx.Channelwise;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A head that computes only a block of channels, the one with the fault in it.
 *
 * @param channels what is computed by channel
 * @param block how many channels at a time; divides their number
 * @param sides from the base to values that the head reads, where they are not at the cut
 * @param pooled see {@link io.onnxfi.onnx.Dataflow#between}
 */
record NarrowHead(Channelwise channels, int block, Optional<GraphPart> sides, Set<String> pooled) {
  /** First channel of the block in which an edit of the initializer begins to have its effect. */
  int first(TensorEdit edit) {
    return channels.channel(edit.first()) / block * block;
  }

  /** Whether all of an edit's effect is in one block. */
  boolean holds(TensorEdit edit) {
    return channels.channel(edit.last()) < first(edit) + block;
  }

  /** Bytes that one image takes of what is cut to the block. */
  long bytes(ValueKinds values) {
    return values.bytes(channels.sliced()) * block / channels.channels();
  }

  /** The head for the block that begins at a channel. */
  GraphPart part(int first, ValueKinds values) {
    return part(channels, first, block, values, pooled);
  }

  static GraphPart part(
      Channelwise channels, int first, int block, ValueKinds values, Set<String> pooled) {
    List<ValueInfo> described = new ArrayList<>(values.describe(channels.inputs()));
    described.addAll(values.describe(channels.wanted()));
    return channels.part(first, first + block, described, pooled);
  }
}
