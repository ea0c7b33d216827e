package io.onnxfi.dataset;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A packed file that is published.
 *
 * @param fetchName what {@code onnxfi fetch} is asked for
 * @param source where it is
 * @param path where it goes below the data folder while it is needed
 * @param checksum of its content
 * @param packing how it is packed
 */
record Archive(String fetchName, URI source, String path, Checksum checksum, Packing packing) {
  /** What is to be done with the archive once it is there. */
  interface Unpacker {
    void unpack(Path archive) throws IOException;
  }

  /**
   * Gets the archive and has it unpacked. One that was downloaded for it is removed again, one that
   * was there stays.
   *
   * @return how the files that are unpacked got to their places
   */
  Outcome use(DataRoot root, Fetcher fetcher, FetchListener listener, Unpacker unpacker) {
    Path file = root.resolve(path);
    Download download = new Download(source, file, Download.UNKNOWN, checksum, fetchName);
    Outcome outcome = fetcher.fetch(download, listener).outcome();
    try {
      unpacker.unpack(file);
      if (outcome == Outcome.ALREADY_THERE) {
        return Outcome.UNPACKED;
      }
      Files.delete(file);
      return outcome;
    } catch (IOException e) {
      throw new MalformedInputException("cannot unpack %s (%s)".formatted(file, e), e);
    }
  }
}
