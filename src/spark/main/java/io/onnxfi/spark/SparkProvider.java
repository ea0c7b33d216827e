package io.onnxfi.spark;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.run.Cluster;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Finds Spark's clusters by its addresses. */
public final class SparkProvider implements Cluster.Provider {
  private static final Pattern LOCAL = Pattern.compile("local(\\[([1-9]\\d*|\\*)(,\\d+)?])?");
  private static final Pattern OTHERS =
      Pattern.compile("spark://.+|k8s://.+|yarn|local-cluster\\[.+]");

  /** For {@link java.util.ServiceLoader}. */
  public SparkProvider() {}

  @Override
  public List<String> forms() {
    return List.of("local[N]", "spark://HOST:PORT", "yarn", "k8s://URL");
  }

  @Override
  public boolean knows(String master) {
    return LOCAL.matcher(master).matches() || OTHERS.matcher(master).matches();
  }

  @Override
  public Cluster connect(String master) {
    SparkConf conf = SparkSettings.of(master);
    try {
      return new SparkCluster(new JavaSparkContext(conf));
    } catch (RuntimeException e) {
      throw new MissingResourceException(
          "--master %s: Spark cannot be started (%s)".formatted(master, Lines.of(e)),
          "check the address, and that the master runs and answers",
          e);
    }
  }
}
