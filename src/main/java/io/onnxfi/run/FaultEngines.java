package io.onnxfi.run;

import io.onnxfi.campaign.EngineFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What runs the faults of a run: engines in this process, or those of a cluster, which has got the
 * campaign in a parcel.
 *
 * @param factory opens the engines
 * @param others asked at the end: kinds of machines that have run some and are not as this one
 * @param parcel where the parcel lies, until this is closed
 */
record FaultEngines(
    EngineFactory factory,
    Supplier<List<Map<String, String>>> others,
    Optional<ParcelFolder> parcel)
    implements AutoCloseable {
  /** The key of the summary of {@link #others}. */
  private static final String MIXED = "mixed";

  /**
   * Those of a run.
   *
   * @param manifest all that is known of it
   * @param cluster none if faults are run in this process
   * @param listener told of what happens on the cluster
   */
  static FaultEngines of(
      PreparedRun run,
      Map<String, Object> manifest,
      Optional<Cluster> cluster,
      RunListener listener) {
    Execution execution = run.spec().execution();
    if (cluster.isEmpty()) {
      return new FaultEngines(execution.engines(), List::of, Optional.empty());
    }
    ParcelFolder folder = ParcelFolder.make();
    boolean isReady = false;
    try {
      CampaignParcel parcel = CampaignParcel.write(folder.path(), run, manifest);
      EngineFactory engines = cluster.get().engines(parcel, execution, listener);
      isReady = true;
      return new FaultEngines(engines, cluster.get()::others, Optional.of(folder));
    } finally {
      if (!isReady) {
        folder.close();
      }
    }
  }

  /** Notes in a summary what machines were not as this one. */
  void putOthers(Map<String, Object> summary) {
    List<Map<String, String>> found = others.get();
    if (!found.isEmpty()) {
      summary.put(MIXED, found);
    }
  }

  @Override
  public void close() {
    parcel.ifPresent(ParcelFolder::close);
  }
}
