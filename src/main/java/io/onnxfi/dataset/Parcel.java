package io.onnxfi.dataset;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An archive and the files it is downloaded for, each with a checksum of its own.
 *
 * @param archive unpacked in its own folder
 * @param files what is to be had from it
 */
record Parcel(Archive archive, List<ExpectedFile> files) implements Fetchable {
  private static final int CHUNK = 1 << 16;

  Parcel {
    files = List.copyOf(files);
  }

  @Override
  public List<FetchedFile> fetch(DataRoot root, Fetcher fetcher, FetchListener listener) {
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
        wanted.isEmpty()
            ? Outcome.ALREADY_THERE
            : archive.use(root, fetcher, listener, packed -> unpack(packed, root, wanted));
    return files.stream()
        .map(
            file ->
                new FetchedFile(
                    root.resolve(file.path()),
                    wanted.contains(file) ? outcome : Outcome.ALREADY_THERE))
        .toList();
  }

  /**
   * Puts files in their places, one after the other, replacing what is there once the new one is
   * verified.
   */
  private void unpack(Path packed, DataRoot root, List<ExpectedFile> wanted) throws IOException {
    Map<Path, ExpectedFile> missing =
        new HashMap<>(
            wanted.stream()
                .collect(Collectors.toMap(file -> root.resolve(file.path()), Function.identity())));
    archive
        .packing()
        .forEachFile(
            packed,
            (name, content) -> {
              ExpectedFile file = missing.remove(packed.resolveSibling(name));
              if (file != null) {
                write(content, file, packed, root);
              }
            });
    if (!missing.isEmpty()) {
      throw MalformedInputException.of(
          packed.toString(),
          "entries " + missing.values().stream().map(ExpectedFile::path).sorted().toList(),
          "an archive without them");
    }
  }

  private static void write(InputStream in, ExpectedFile file, Path packed, DataRoot root)
      throws IOException {
    Path target = root.resolve(file.path());
    Path temporary = target.resolveSibling(target.getFileName() + ".unpacking");
    Files.createDirectories(target.toAbsolutePath().getParent());
    try {
      Checksum found = copy(in, temporary, file);
      if (!found.equals(file.checksum())) {
        throw MalformedInputException.of(
            packed + ", entry " + file.path(),
            "%d bytes with %s".formatted(file.bytes(), file.checksum()),
            "%d bytes with %s".formatted(Files.size(temporary), found));
      }
      Fetcher.move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes at most one byte more than promised: a small archive can unpack to a full disk. */
  private static Checksum copy(InputStream in, Path to, ExpectedFile file) throws IOException {
    MessageDigest digest = file.checksum().algorithm().start();
    long left = file.bytes() + 1;
    byte[] chunk = new byte[CHUNK];
    try (OutputStream out = Files.newOutputStream(to)) {
      while (left > 0) {
        int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
        if (count < 0) {
          break;
        }
        out.write(chunk, 0, count);
        digest.update(chunk, 0, count);
        left -= count;
      }
    }
    return Checksum.finish(file.checksum().algorithm(), digest);
  }
}
