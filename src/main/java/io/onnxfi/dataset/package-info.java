/**
 * Labelled images: official file formats, folders of image files, resizing, normalisation, download
 * with checksums, and generated images.
 *
 * <p>Enters: files in the layouts of their publishers. Leaves: batches {@code [n, channels, height,
 * width]} with labels. Must not know models.
 */
package io.onnxfi.dataset;
