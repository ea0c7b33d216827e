/**
 * A study of Gaussian noise in weights: networks are trained with and without it, and tested under
 * more and more of it.
 *
 * <p>Modelled on the study in the public repository akaashbella/neuralnet-weight-perturbations,
 * whose tables have the same columns. Enters: a {@link io.onnxfi.study.noise.NoiseSpec}. Leaves: a
 * folder of networks, tables and figures, and a {@link io.onnxfi.study.noise.NoiseResult}. Must not
 * know terminals, command lines or frameworks by name.
 */
package io.onnxfi.study.noise;
