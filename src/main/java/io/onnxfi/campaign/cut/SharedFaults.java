package io.onnxfi.campaign.cut;

import io.onnxfi.injection.Injection;

/**
 * Faults that change the same.
 *
 * @param sample one of them
 * @param count how many there are
 */
record SharedFaults(Injection sample, int count) {
  /** The same with others. */
  SharedFaults and(SharedFaults others) {
    return new SharedFaults(sample, count + others.count);
  }
}
