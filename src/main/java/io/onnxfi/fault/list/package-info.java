/**
 * What is done with whole fault lists: lists of other tools and names are converted, two lists are
 * compared, several joined, one divided.
 *
 * <p>Enters: lists as files, or as {@link io.onnxfi.fault.FaultList}s; for conversions the model
 * that they are for. Leaves: other lists, with notes on what was assumed, or a {@link
 * io.onnxfi.fault.list.ListDifference}. Rows keep their bytes unless they must change. Must not
 * know backends.
 */
package io.onnxfi.fault.list;
