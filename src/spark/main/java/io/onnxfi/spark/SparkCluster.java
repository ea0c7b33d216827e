package io.onnxfi.spark;

import io.onnxfi.backend.Backend;
import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.run.CampaignParcel;
import io.onnxfi.run.Cluster;
import io.onnxfi.run.Execution;
import io.onnxfi.run.RunListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Spark's executors. */
final class SparkCluster implements Cluster {
  private final JavaSparkContext context;

  SparkCluster(JavaSparkContext context) {
    this.context = context;
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
            listener);
  }

  /** Memory is each process's own affair, unless somebody says how much. */
  private static Ticket ticket(String name, String sha256, Backend backend, Execution execution) {
    long memory = execution.memory() == Execution.usualMemory() ? 0 : execution.memory();
    return new Ticket(name, sha256, backend.id(), execution.engine(), memory);
  }

  @Override
  public void close() {
    context.close();
  }
}
