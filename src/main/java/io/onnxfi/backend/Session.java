package io.onnxfi.backend;

import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Tensor;
import java.util.List;

/**
 * A model that runs.
 *
 * <p>{@link #run} may be called by several threads at once; each call is computed by the calling
 * thread alone. The same inputs in the same batch give the same bits.
 */
public interface Session extends AutoCloseable {
  /** What {@link #run} takes, in order. */
  List<ValueInfo> inputs();

  /** What {@link #run} yields, in order. */
  List<ValueInfo> outputs();

  /**
   * Runs the model.
   *
   * @param inputs one tensor per input, first axis the batch; read, not kept
   * @return one tensor per output, in memory of its own
   */
  List<Tensor> run(List<Tensor> inputs);

  /**
   * Runs the model into memory of the caller: nothing is allocated that grows with the batch.
   *
   * @param inputs one tensor per input, first axis the batch; read, not kept
   * @param outputs one tensor per output in direct memory, of the shapes that this batch yields
   */
  void run(List<Tensor> inputs, List<Tensor> outputs);

  /**
   * The same model with some weights changed, as this framework would have it: by rewriting the
   * model, or by changing the live parameters. At most one edited session is open at a time, and
   * this session must not run before it is closed; closing it restores everything.
   */
  Session edited(EditSet edits);

  /**
   * Requires that elements of an initializer can be changed here.
   *
   * @throws io.onnxfi.error.UnsupportedInputException if not, naming it
   */
  void requireInjectable(String initializer);

  /** A copy of an initializer as this session holds it now, bit by bit. */
  Tensor initializer(String name);

  @Override
  void close();
}
