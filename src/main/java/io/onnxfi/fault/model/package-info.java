/**
 * What a fault does to the elements that it reaches: one class for each fault model.
 *
 * <p>Enters: a label ({@link io.onnxfi.fault.model.FaultModels}), a {@link
 * io.onnxfi.fault.model.Target} and the random numbers of a trial ({@link
 * io.onnxfi.fault.model.TrialRandom}). Leaves: {@link io.onnxfi.fault.model.Changes} to single
 * elements, which hold whatever the elements are, so that they can be made of weights before a
 * model is run and of activations while it runs. Must not know lists or models.
 */
package io.onnxfi.fault.model;
