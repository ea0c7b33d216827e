package io.onnxfi.spark;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.run.Cluster;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Finds Spark's clusters by its addresses. */
public final class SparkProvider implements Cluster.Provider {
  private static final Pattern LOCAL = Pattern.compile("local(\\[([1-9]\\d*|\\*)(,\\d+)?])?");
  private static final Pattern STANDALONE = Pattern.compile("spark://(.+)");
  private static final Pattern PLACE = Pattern.compile("(.+):(\\d{1,5})");
  private static final int PATIENCE_MILLIS = 5000;
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
  public Cluster connect(String master, boolean isMixed) {
    requireAnswer(master);
    SparkConf conf = SparkSettings.of(master);
    try {
      return new SparkCluster(new JavaSparkContext(conf), isMixed);
    } catch (RuntimeException e) {
      throw new MissingResourceException(
          "--master %s: Spark cannot be started (%s)".formatted(master, Lines.of(e)),
          "check the address, and that the master runs and answers",
          e);
    }
  }

  /** Spark would try for a minute, and then end in the middle of something else. */
  private static void requireAnswer(String master) {
    Matcher standalone = STANDALONE.matcher(master);
    if (!standalone.matches()) {
      return;
    }
    for (String place : standalone.group(1).split(",", -1)) {
      Matcher parts = PLACE.matcher(place);
      if (!parts.matches()) {
        throw MalformedInputException.of("--master", "spark://HOST:PORT", "'" + master + "'");
      }
      try (Socket socket = new Socket()) {
        int port = Integer.parseInt(parts.group(2));
        socket.connect(new InetSocketAddress(parts.group(1), port), PATIENCE_MILLIS);
        return;
      } catch (IOException | IllegalArgumentException e) {
        // one of several masters may be down
      }
    }
    throw new MissingResourceException(
        "--master %s: nothing answers there".formatted(master),
        "check the address, and that the master runs");
  }
}
