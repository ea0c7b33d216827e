/**
 * Which faults in weights cannot change the class of a sample, shown without running them: bounds
 * on what a changed weight can do to the margins of a network of sums of products and
 * piecewise-linear functions. Plain arithmetic over arrays; knows no framework.
 */
package io.onnxfi.screening;
