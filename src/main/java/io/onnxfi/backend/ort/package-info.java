/**
 * ONNX Runtime: runs the graph as it is; an edited element means rewritten protobuf bytes and a new
 * session. The only package that sees {@code ai.onnxruntime}.
 */
package io.onnxfi.backend.ort;
