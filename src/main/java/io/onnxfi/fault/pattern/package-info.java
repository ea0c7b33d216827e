/**
 * Which elements of an activation one hardware fault corrupts together: error patterns, as regions.
 *
 * <p>Enters: the shape of one image's part of an activation, one of its elements, and the random
 * numbers of a trial. Leaves: a {@link io.onnxfi.tensor.Region}. Must not know lists, models, or
 * what happens to the elements.
 */
package io.onnxfi.fault.pattern;
