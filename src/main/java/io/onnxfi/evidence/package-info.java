/**
 * Counts of critical pairs of a fault and a sample without running all of them: which pairs the
 * slopes of the margins call harmless ({@link io.onnxfi.evidence.PairScreen}), and how far that can
 * be trusted ({@link io.onnxfi.evidence.Audit}); or which of them a bound proves not critical
 * ({@link io.onnxfi.evidence.ProvenPairs}).
 */
package io.onnxfi.evidence;
