/**
 * Random number generators by name: a name and a seed enter, as they are recorded; a generator of
 * the Java platform leaves, or a message that this Java lacks it.
 */
package io.onnxfi.random;
