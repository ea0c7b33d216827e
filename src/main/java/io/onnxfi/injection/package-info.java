/**
 * Injection: (model, faults) to model, with exactly the requested bits changed: those of weights as
 * other weights, those of activations as what is done to values while the model runs, or as nodes
 * of its graph.
 *
 * <p>Pure: the model that enters is not touched. Must not know backends.
 */
package io.onnxfi.injection;
