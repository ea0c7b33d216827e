/**
 * What ONNX allows: a model is checked once, when it is loaded, before any framework sees it.
 *
 * <p>Enters: a model's protobuf message. Leaves: nothing, or the first thing that breaks a rule, in
 * one line that names node, attribute and value. Native libraries trust what they are given:
 * strides of 2^33, a bias that is shorter than its filters or an integer divided by zero end the
 * process or read memory of others. {@link io.onnxfi.onnx.check.ModelCheck} is the way in; rules
 * about the graph as a whole are {@link io.onnxfi.onnx.check.Versions} and {@link
 * io.onnxfi.onnx.check.Names}; those about one operator implement {@link
 * io.onnxfi.onnx.check.OperatorRule} and infer the shapes that later ones need.
 *
 * <p>An operator of another domain is left to the framework. Knows only element types, protobuf and
 * errors.
 */
package io.onnxfi.onnx.check;
