/**
 * Why a fault has other outcomes on two sides: two backends of a run, or a backend and what was
 * published.
 *
 * <p>Enters: a campaign, two backends, and the faults whose recorded outcomes differ. Leaves: an
 * {@link io.onnxfi.attribution.Attribution} per fault, whose cause was found by experiment and
 * whose evidence names the numbers. Must not know the frameworks by name.
 */
package io.onnxfi.attribution;
