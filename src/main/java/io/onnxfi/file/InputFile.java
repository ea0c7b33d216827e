package io.onnxfi.file;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * The door through which every file of a user comes in.
 *
 * <p>Opening a named pipe waits for a writer that may never come, a device may never end, and a
 * folder opens but cannot be read: all of that is refused here, before anything is opened.
 */
public final class InputFile {
  private static final int SHOWN_BYTES = 4;

  private InputFile() {}

  /**
   * The same path, known to be a file, or a link to one, that can be read.
   *
   * @throws MalformedInputException saying what is there instead
   */
  public static Path require(Path file) {
    if (!Files.isRegularFile(file)) {
      if (Files.notExists(file) && !Files.isSymbolicLink(file)) {
        throw new MalformedInputException(file + ": no such file");
      }
      throw MalformedInputException.of(file.toString(), "a file", found(file));
    }
    if (!Files.isReadable(file)) {
      throw new MalformedInputException(file + ": cannot be read (permission denied)");
    }
    return file;
  }

  /**
   * The first {@link FileKind#HEAD_BYTES} of a file, or all of a shorter one.
   *
   * @throws MalformedInputException if it cannot be read
   */
  public static byte[] head(Path file) {
    try (InputStream in = Files.newInputStream(require(file))) {
      return in.readNBytes(FileKind.HEAD_BYTES);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** The exception for a file that was there and could not be read after all. */
  public static MalformedInputException unreadable(Path file, IOException cause) {
    String reason = cause instanceof AccessDeniedException ? "permission denied" : "" + cause;
    return new MalformedInputException("%s: cannot be read (%s)".formatted(file, reason), cause);
  }

  /**
   * The exception for a file of another kind than expected.
   *
   * @param expected for example {@code an ONNX model}
   */
  public static MalformedInputException unlike(Path file, String expected) {
    return MalformedInputException.of(file.toString(), expected, found(file));
  }

  /** What is at a path, in words that follow "found", whatever it is. */
  public static String found(Path file) {
    if (Files.isDirectory(file)) {
      return folder(file);
    }
    if (Files.isRegularFile(file)) {
      return Files.isReadable(file) ? found(head(file)) : "a file without read permission";
    }
    if (Files.isSymbolicLink(file)) {
      return "a broken link";
    }
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        ? "a named pipe or a device; save the data to a file first"
        : "nothing there";
  }

  /**
   * What a file is, in words that follow "found".
   *
   * @param head its first {@link FileKind#HEAD_BYTES}, or all of it
   */
  public static String found(byte[] head) {
    FileKind kind = FileKind.detect(head);
    return switch (kind) {
      case TEXT ->
          "text that begins with "
              + Excerpt.quoted(FirstText.of(head).strip().lines().findFirst().orElse(""));
      case UNKNOWN ->
          "%s (0x%s…)"
              .formatted(
                  kind.label(),
                  HexFormat.of().formatHex(head, 0, Math.min(head.length, SHOWN_BYTES)));
      case GIT_LFS_POINTER -> pointer(new String(head, StandardCharsets.ISO_8859_1), kind);
      default -> kind.label();
    };
  }

  /** The size of the real file stands in the pointer; specification of Git LFS, docs/spec.md. */
  private static String pointer(String text, FileKind kind) {
    return text.lines()
        .filter(line -> line.startsWith("size ") && line.length() < Excerpt.MOST)
        .findFirst()
        .map(
            line ->
                kind.label()
                    .replace(
                        "in place of it",
                        "in place of it (%s bytes)"
                            .formatted(Excerpt.visible(line.substring("size ".length())))))
        .orElse(kind.label());
  }

  private static String folder(Path folder) {
    if (Files.exists(folder.resolve("manifest.json"))) {
      return "a run directory (what compare, estimate, attribute and report take)";
    }
    if (Files.exists(folder.resolve("saved_model.pb"))) {
      return FileKind.SAVED_MODEL.label();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isPresent() ? "a folder" : "an empty folder";
    } catch (IOException e) {
      return "a folder without read permission";
    }
  }
}
