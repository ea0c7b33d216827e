/**
 * PyTorch through DJL: {@link io.onnxfi.backend.djl.OnnxBlock} walks the graph with libtorch's
 * kernels, called in TorchScript or by DJL's methods, and the graphs within {@code If}, {@code
 * Loop} and {@code Scan} in turn ({@link io.onnxfi.backend.djl.Body}); an edited element means
 * changing the live parameter in place, and restoring it. Only this package and {@code training}
 * see {@code ai.djl}.
 */
package io.onnxfi.backend.djl;
