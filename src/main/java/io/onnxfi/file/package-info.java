/**
 * Files that users name, before any format is read.
 *
 * <p>Enters: a path. Leaves: the same path, known to be a file that can be read ({@link
 * io.onnxfi.file.InputFile}), or what is there in its place, in words ({@link
 * io.onnxfi.file.FileKind}). Knows first bytes only, and no package but {@code error}.
 */
package io.onnxfi.file;
