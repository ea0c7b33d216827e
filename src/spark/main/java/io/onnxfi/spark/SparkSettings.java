package io.onnxfi.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;

/** What OnnxFI asks of Spark, unless the user has asked for something else. */
final class SparkSettings {
  private static final Pattern LOCAL = Pattern.compile("local\\[(\\d+|\\*)(?:,\\d+)?]");

  private SparkSettings() {}

  /** For a master. */
  static SparkConf of(String master) {
    SparkConf conf = new SparkConf().setMaster(master);
    conf.setIfMissing("spark.app.name", "onnxfi replay");
    conf.setIfMissing("spark.log.level", "WARN");
    // Tallies are taken one by one, as they come.
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    // Workers of libtorch wait for each other without burning the processor.
    conf.setIfMissing("spark.executorEnv.OMP_WAIT_POLICY", "passive");
    // One task at a time in a process: its threads share sessions, plans and golden values.
    Matcher local = LOCAL.matcher(master);
    if (local.matches()) {
      conf.setIfMissing("spark.task.cpus", Integer.toString(cores(local.group(1))));
    } else if (conf.contains("spark.executor.cores")) {
      conf.setIfMissing("spark.task.cpus", conf.get("spark.executor.cores"));
    }
    return conf;
  }

  private static int cores(String number) {
    return number.equals("*")
        ? Runtime.getRuntime().availableProcessors()
        : Integer.parseInt(number);
  }
}
