package io.onnxfi.spark;

import io.onnxfi.campaign.ShardResult;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * What an executor answers to a shard.
 *
 * @param executor its host, for messages
 * @param kind what of it may change a bit of the results
 * @param result the tallies; none if it refused
 * @param refusal why it cannot run the campaign, in one line; null if it can
 */
record Reply(String executor, Map<String, String> kind, ShardResult result, String refusal)
    implements Serializable {
  static Reply refused(String executor, String why) {
    return new Reply(executor, Map.of(), ShardResult.NONE, why);
  }

  Optional<String> refused() {
    return Optional.ofNullable(refusal);
  }
}
