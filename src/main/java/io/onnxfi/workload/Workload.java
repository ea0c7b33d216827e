package io.onnxfi.workload;

import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * What a model is asked: samples, one behind the other, each with something for every input of the
 * model.
 */
public interface Workload {
  /** Name of the data, for messages. */
  String name();

  /** What its samples are called. */
  SampleKind unit();

  /** Digest of the whole source, also of a subset. */
  String sha256();

  /** Number of samples. */
  int size();

  /** The class of each sample, a copy; empty if none is known. */
  int[] labels();

  /**
   * Requires that a model takes this.
   *
   * @param model its name, for messages
   * @throws io.onnxfi.error.OnnxFiException if not, with both sides
   */
  void requireInputs(String model, List<ValueInfo> inputs);

  /**
   * Requires that the answers can be compared with the labels.
   *
   * @param model its name, for messages
   * @param scores that the model gives of each sample
   * @throws io.onnxfi.error.OnnxFiException if not, with both numbers
   */
  void requireScores(String model, int scores);

  /** Bytes that one sample takes. */
  long sampleBytes();

  /**
   * New memory for samples.
   *
   * @param inputs of the model
   * @param rows how many
   * @return a tensor for each input, the samples in the first axis
   */
  List<Tensor> allocate(List<ValueInfo> inputs, int rows);

  /**
   * Writes samples into the first rows of tensors as {@link #allocate} makes them.
   *
   * @param from the first
   * @param to behind the last
   */
  void fill(int from, int to, List<Tensor> into);

  /**
   * The samples at these positions, in this order; a position may occur more than once.
   *
   * @throws IndexOutOfBoundsException if there is no such sample
   */
  Workload select(int[] samples);

  /**
   * The first samples.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  Workload first(int count);

  /** What was assumed when they were read, each one line that names the place; mostly nothing. */
  List<String> notes();

  /** What decides their bits, for manifests, in a fixed order. */
  Map<String, Object> describe();
}
