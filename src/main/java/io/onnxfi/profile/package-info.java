/**
 * Profiles: how the fault-free values that the nodes of a model compute are spread over images.
 *
 * <p>Enters: a model, images and a backend. Leaves: statistics per value and channel, as a file and
 * read back, which faults that depend on a range draw from. Must not know frameworks by name.
 */
package io.onnxfi.profile;
