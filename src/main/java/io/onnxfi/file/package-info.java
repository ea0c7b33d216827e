/**
 * Files that users name, before any format is read, and our own files, which survive a kill.
 *
 * <p>Enters: a path. Leaves: the same path, known to be a file that can be read ({@link
 * io.onnxfi.file.InputFile}), or what is there in its place, in words ({@link
 * io.onnxfi.file.FileKind}). Knows first bytes only, and no package but {@code error}.
 *
 * <p>Enters: bytes. Leaves: a file that is whole or absent ({@link io.onnxfi.file.FreshFile}), and
 * bound to the run that it belongs to ({@link io.onnxfi.file.RunHeader}).
 */
package io.onnxfi.file;
