package io.onnxfi.backend.djl;

import java.util.List;
import java.util.Optional;

/**
 * A function of {@code kernels/*.py}: an ONNX operator in TorchScript, or a part that several use.
 *
 * @param name as in the source: the operator, {@code Softmax}, or {@code Softmax_13} for its
 *     meaning from that version of the operator set on; parts begin with an underscore
 * @param parameters inputs of the node in their order, then attributes
 * @param source its whole text
 */
record KernelFunction(String name, List<Parameter> parameters, String source) {
  /** Copies. */
  KernelFunction {
    parameters = List.copyOf(parameters);
  }

  /**
   * A parameter.
   *
   * @param name of an attribute, as ONNX has it, or of an input, as one likes
   * @param type in TorchScript: {@code Tensor}, {@code Optional[Tensor]}, {@code List[Tensor]} for
   *     all further inputs, {@code int}, {@code List[float]} and so on
   * @param fallback default value in TorchScript
   * @param isInput whether it is an input of the node; attributes stand behind a {@code *}
   */
  record Parameter(String name, String type, Optional<String> fallback, boolean isInput) {
    boolean takesRest() {
      return type.equals("List[Tensor]");
    }
  }
}
