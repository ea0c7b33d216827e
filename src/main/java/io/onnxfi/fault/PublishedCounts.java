package io.onnxfi.fault;

/**
 * What a list says about a fault: numbers of images.
 *
 * @param injections images the fault was tried on
 * @param masked images with unchanged outputs
 * @param nonCritical images with changed outputs and the same prediction
 * @param critical images with another prediction
 */
public record PublishedCounts(long injections, long masked, long nonCritical, long critical) {}
