package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.Cluster;
import java.util.Optional;
import picocli.CommandLine.Option;

/** On which machines faults are run. */
final class ClusterOption {
  /** What {@code spark-submit --master} says. */
  private static final String SUBMITTED = "spark.master";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Run on Apache Spark, to the same bytes: local[N], spark://HOST:PORT, yarn or k8s://URL"
              + " (default: that of spark-submit; else this process).")
  private String master;

  @Option(
      names = "--mixed",
      description =
          "Let executors differ from the driver in processor, version or options, and record it in"
              + " summary.json: outcomes near rounding then depend on who computed them.")
  private boolean isMixed;

  /**
   * A connection for as long as a run takes.
   *
   * @param cluster none if all is run in this process
   */
  record Connection(Optional<Cluster> cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.ifPresent(Cluster::close);
    }
  }

  /**
   * Connects.
   *
   * @throws io.onnxfi.error.OnnxFiException if there is no such cluster
   */
  Connection connect() {
    if (isMixed && address().isEmpty()) {
      throw MalformedInputException.of("--mixed", "--master with it", "none");
    }
    return new Connection(address().map(address -> Cluster.at(address, isMixed, "--master")));
  }

  private Optional<String> address() {
    return Optional.ofNullable(master == null ? System.getProperty(SUBMITTED) : master);
  }
}
