package io.onnxfi.dataset;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An archive and the files it is downloaded for.
 *
 * @param fetchName what {@code onnxfi fetch} is asked for
 * @param source where the archive is
 * @param archive where it goes below the data folder while it is needed
 * @param checksum of the archive
 * @param packing how it is packed
 * @param files what is to be had from it
 */
record Parcel(
    String fetchName,
    URI source,
    String archive,
    Checksum checksum,
    Packing packing,
    List<ExpectedFile> files) {
  Parcel {
    files = List.copyOf(files);
  }

  /**
   * Makes sure that the files are in their places; without the network if they are. An archive that
   * was downloaded for it is removed again, one that was there stays.
   */
  List<FetchedFile> fetch(DataRoot root, Fetcher fetcher, FetchListener listener) {
    List<ExpectedFile> wanted = new ArrayList<>();
    try {
      for (ExpectedFile file : files) {
        if (!Fetcher.isThere(root.resolve(file.path()), file.checksum(), listener)) {
          wanted.add(file);
        }
      }
    } catch (IOException e) {
      throw Fetcher.noRoom(root.directory(), e);
    }
    Outcome outcome =
        wanted.isEmpty() ? Outcome.ALREADY_THERE : get(wanted, root, fetcher, listener);
    return files.stream()
        .map(
            file ->
                new FetchedFile(
                    root.resolve(file.path()),
                    wanted.contains(file) ? outcome : Outcome.ALREADY_THERE))
        .toList();
  }

  private Outcome get(
      List<ExpectedFile> wanted, DataRoot root, Fetcher fetcher, FetchListener listener) {
    Path file = root.resolve(archive);
    Download download = new Download(source, file, Download.UNKNOWN, checksum, fetchName);
    Outcome outcome = fetcher.fetch(download, listener).outcome();
    try {
      packing.unpack(file, root, wanted);
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
