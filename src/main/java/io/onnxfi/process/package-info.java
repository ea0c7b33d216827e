/**
 * What a process owes the machine that it runs on: its folder for temporary files, what it says and
 * tidies when a signal ends it, and whether its output arrived.
 *
 * <p>Starts with {@code main} and is handed down from there; a library user needs none of it. Knows
 * no other package.
 */
package io.onnxfi.process;
