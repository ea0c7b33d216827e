package io.onnxfi.campaign;

import io.onnxfi.fault.StoredFault;

/**
 * A fault and its place in the campaign.
 *
 * @param position from 0
 * @param fault what is at that place
 */
public record Planned(int position, StoredFault fault) {}
