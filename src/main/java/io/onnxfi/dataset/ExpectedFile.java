package io.onnxfi.dataset;

/**
 * A file as its publisher describes it.
 *
 * @param path below the data folder, with {@code /} between the parts
 * @param bytes its size
 * @param checksum what its content must have
 */
record ExpectedFile(String path, long bytes, Checksum checksum) {}
