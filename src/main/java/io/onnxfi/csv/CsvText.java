package io.onnxfi.csv;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.InputFile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The text of a file, unpacked and decoded.
 *
 * @param text without byte order mark
 * @param assumed what was assumed to get it, in words
 */
record CsvText(String text, List<String> assumed) {
  /** Bytes of the longest line: no table that the program knows comes near. */
  static final int MAX_LINE = 4 << 20;

  private static final int MAX_BYTES = 1 << 30;
  private static final int CHUNK = 1 << 16;
  private static final int NAMES_SHOWN = 3;

  /**
   * Reads a file: plain, in gzip, or alone in a zip archive.
   *
   * @param expected what the file should be, for messages
   * @throws MalformedInputException if it cannot be read, is no text, or has a line of more than
   *     {@link #MAX_LINE} bytes
   */
  static CsvText read(Path file, String expected) {
    List<String> assumed = new ArrayList<>();
    byte[] bytes;
    try {
      bytes =
          switch (FileKind.detect(InputFile.head(file))) {
            case GZIP -> gunzipped(file, assumed);
            case ZIP -> unzipped(file, expected, assumed);
            default -> plain(file);
          };
    } catch (ZipException | EOFException e) {
      throw new MalformedInputException(
          "%s: expected %s, found a damaged archive (%s)"
              .formatted(file, expected, Excerpt.of(String.valueOf(e.getMessage()))),
          e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    return of(file.toString(), bytes, expected, assumed);
  }

  /** Decodes bytes. */
  static CsvText of(String source, byte[] bytes, String expected, List<String> assumed) {
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, FileKind.HEAD_BYTES));
    switch (FileKind.detect(head)) {
      case TEXT, UNKNOWN, FAULT_LIST, EMPTY -> {}
      default -> throw MalformedInputException.of(source, expected, InputFile.found(head));
    }
    String text =
        Decoding.of(bytes, assumed)
            .orElseThrow(
                () ->
                    MalformedInputException.of(
                        source, expected + " in UTF-8", "bytes that are not"));
    return new CsvText(text, List.copyOf(assumed));
  }

  private static byte[] plain(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return bounded(file, in);
    }
  }

  private static byte[] gunzipped(Path file, List<String> assumed) throws IOException {
    assumed.add("decompressed with gzip");
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file), CHUNK)) {
      return bounded(file, in);
    }
  }

  private static byte[] unzipped(Path file, String expected, List<String> assumed)
      throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(entry -> !entry.isDirectory() && !isHidden(entry.getName())).toList();
      if (entries.size() != 1) {
        String names =
            entries.stream()
                .limit(NAMES_SHOWN)
                .map(entry -> Excerpt.of(entry.getName()))
                .collect(Collectors.joining(", "));
        throw MalformedInputException.of(
            file.toString(),
            expected,
            "a zip archive of %d files%s; unpack it and give one of them"
                .formatted(entries.size(), names.isEmpty() ? "" : " (" + names + ", …)"));
      }
      assumed.add("unpacked from the zip archive");
      try (InputStream in = zip.getInputStream(entries.get(0))) {
        return bounded(file, in);
      }
    }
  }

  /** What macOS and hidden files add to an archive. */
  private static boolean isHidden(String name) {
    return name.startsWith("__MACOSX/")
        || name.substring(name.lastIndexOf('/') + 1).startsWith(".");
  }

  /** All bytes, read no further than the first line that is too long. */
  private static byte[] bounded(Path file, InputStream in) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    long lines = 1;
    int length = 0;
    for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
      for (int i = 0; i < read; i++) {
        boolean ends = chunk[i] == '\n' || chunk[i] == '\r';
        length = ends ? 0 : length + 1;
        lines += chunk[i] == '\n' ? 1 : 0;
        if (length > MAX_LINE) {
          throw MalformedInputException.of(
              file + ":" + lines, "lines of at most %d bytes".formatted(MAX_LINE), "a longer one");
        }
      }
      if (all.size() > MAX_BYTES - read) {
        throw MalformedInputException.of(
            file.toString(), "at most 1 GiB of text", "more; split the file");
      }
      all.write(chunk, 0, read);
    }
    return all.toByteArray();
  }
}
