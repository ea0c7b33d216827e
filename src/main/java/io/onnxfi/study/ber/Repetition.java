package io.onnxfi.study.ber;

import io.onnxfi.run.Accuracy;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One pattern of errors at one rate.
 *
 * @param number of the repetition, from 0
 * @param pattern number of the pattern
 * @param flipped how many bits were in error
 * @param accuracies by id of the framework
 */
record Repetition(int number, long pattern, long flipped, Map<String, Accuracy> accuracies) {
  Repetition {
    accuracies = Collections.unmodifiableMap(new LinkedHashMap<>(accuracies));
  }
}
