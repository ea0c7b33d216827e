/**
 * The commands: the only place that wires everything together, and the only one that sees picocli.
 */
package io.onnxfi.cli;
