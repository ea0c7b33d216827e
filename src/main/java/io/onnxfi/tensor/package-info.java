/**
 * Numbers and their bits: element types, shapes and tensors.
 *
 * <p>Enters: nothing but values. Leaves: immutable descriptions ({@link
 * io.onnxfi.tensor.ElementType}, {@link io.onnxfi.tensor.Shape}) and buffers with a shape ({@link
 * io.onnxfi.tensor.Tensor}). Knows no other package.
 */
package io.onnxfi.tensor;
