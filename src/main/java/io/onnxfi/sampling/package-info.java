/**
 * Faults as a sample of all faults of a model: strata, estimates of the critical rate from one or
 * two stages, what a margin costs, and when to stop.
 *
 * <p>Faults are drawn from all faults of a model, images from a data set for each fault. Enters:
 * how many images each fault was tried on and for how many it was critical. Leaves: rates with
 * intervals, and plans. The faults of a model are so many (millions) that a sample never narrows an
 * interval by being a known share of them: no finite-population correction is made for faults. Must
 * not know backends or campaigns.
 */
package io.onnxfi.sampling;
