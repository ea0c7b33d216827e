package io.onnxfi.spark;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.run.CampaignParcel;
import io.onnxfi.run.Cluster;
import io.onnxfi.run.Execution;
import io.onnxfi.run.RemoteCampaign;
import io.onnxfi.run.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark's executors. */
final class SparkCluster implements Cluster {
  private final JavaSparkContext context;
  private final boolean isMixed;
  private final ExecutorWatch watch = new ExecutorWatch();
  private final Set<Map<String, String>> others = new LinkedHashSet<>();

  /**
   * A cluster.
   *
   * @param isMixed whether executors may be of other kinds than the driver
   */
  SparkCluster(JavaSparkContext context, boolean isMixed) {
    this.context = context;
    this.isMixed = isMixed;
    context.sc().addSparkListener(watch);
    JvmOptions.apply();
  }

  @Override
  public EngineFactory engines(CampaignParcel parcel, Execution execution, RunListener listener) {
    String name;
    String sha256;
    try {
      Path file = Files.createTempFile(parcel.folder().getParent(), "onnxfi-", ".parcel");
      sha256 = ParcelFile.pack(parcel, file);
      name = String.valueOf(file.getFileName());
      context.addFile(file.toUri().toString());
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot pack the campaign in %s (%s)".formatted(parcel.folder().getParent(), e),
          "free some space",
          e);
    }
    return (campaign, backend, faults) ->
        new SparkEngine(
            context,
            ticket(name, sha256, backend, execution),
            campaign,
            backend,
            execution.engines().open(campaign, backend, faults),
            kind -> check(RemoteCampaign.kind(backend), kind),
            watch,
            listener);
  }

  /** Whether an executor may run faults: what differs, if it may not. */
  private Optional<String> check(Map<String, String> driver, Map<String, String> executor) {
    Optional<String> difference =
        driver.entrySet().stream()
            .filter(entry -> !entry.getValue().equals(executor.get(entry.getKey())))
            .map(
                entry ->
                    "expected %s %s as on the driver, found %s; outcomes near rounding depend on it (--mixed takes them all the same)"
                        .formatted(entry.getKey(), entry.getValue(), executor.get(entry.getKey())))
            .findFirst();
    if (difference.isPresent() && isMixed) {
      others.add(executor);
      return Optional.empty();
    }
    return difference;
  }

  @Override
  public List<Map<String, String>> others() {
    return List.copyOf(others);
  }

  /** Memory is each process's own affair, unless somebody says how much. */
  private static Ticket ticket(String name, String sha256, Backend backend, Execution execution) {
    long memory = execution.memory() == Execution.usualMemory() ? 0 : execution.memory();
    return new Ticket(name, sha256, backend.id(), execution.engine(), memory, Set.of());
  }

  @Override
  public void close() {
    OpenCampaign.closeAll(); // where executors are threads of this process
    context.close();
  }
}
