/**
 * The cutting engine: computes only what a fault can change, with the bits of the whole model.
 *
 * <p>Enters: a campaign and a backend. Leaves: outcomes, and the layers that cannot be cut. Must
 * not know frameworks by name.
 */
package io.onnxfi.campaign.cut;
