package io.onnxfi.file;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a file of records that belongs to one backend of one run.
 *
 * <p>Big-endian: the kind, 8 ASCII characters; the version, 4 bytes; the backend's id in ASCII,
 * filled up with zeros, 32; the fingerprint of run and backend (SHA-256), 32; images per record, 4;
 * bytes per record, 4; CRC-32C of all that, 4.
 *
 * @param kind of file
 * @param stamp whose it is
 * @param images per record
 * @param recordBytes size of a record
 */
public record RunHeader(Kind kind, RunStamp stamp, int images, int recordBytes) {
  /** Size of a header. */
  public static final int BYTES = 88;

  /**
   * Version 1 files had no such header; version 2 did not tell images for which a framework gave up
   * from those with an output that is not finite.
   */
  private static final int VERSION = 3;

  private static final int MAGIC_BYTES = 8;
  private static final int DIGEST_BYTES = 32;
  private static final String OLD_IMAGES = "OFI-IMG1";

  /** Kinds of files. */
  public enum Kind {
    /** Finished faults of a campaign that can go on. */
    JOURNAL(
        "OFI-JRNL",
        "a journal of finished faults",
        "which this one cannot resume; replay with --out of a new folder"),
    /** Faults of a campaign that can go on, tried on some of their images. */
    PIECES(
        "OFI-PIEC",
        "a journal of pieces",
        "which this one cannot resume; replay with --out of a new folder"),
    /** The outcome of every (fault, image) pair. */
    IMAGES(
        "OFI-IMGS",
        "a file of image outcomes",
        "which this one cannot read; replay again, or remove it to do without the single images");

    private final String magic;
    private final String title;
    private final String remedy;

    Kind(String magic, String title, String remedy) {
      this.magic = magic;
      this.title = title;
      this.remedy = remedy;
    }
  }

  /** As it stands in the file. */
  public byte[] bytes() {
    byte[] header = new byte[BYTES];
    ByteBuffer bytes = ByteBuffer.wrap(header);
    bytes.put(kind.magic.getBytes(StandardCharsets.US_ASCII)).putInt(VERSION);
    int backend = bytes.position();
    bytes.put(stamp.backend().getBytes(StandardCharsets.US_ASCII));
    bytes.position(backend + RunStamp.MAX_BACKEND);
    bytes.put(HexFormat.of().parseHex(stamp.fingerprint())).putInt(images).putInt(recordBytes);
    bytes.putInt(checksum(bytes));
    return header;
  }

  /**
   * Reads a header.
   *
   * @param bytes the first bytes of the file, as many as it has
   * @param file for messages
   * @throws MalformedInputException if it is none of this kind and version, or damaged
   */
  public static RunHeader read(ByteBuffer bytes, Kind kind, Path file) {
    String magic = text(bytes, Math.min(MAGIC_BYTES, bytes.remaining()));
    if (!magic.equals(kind.magic)) {
      throw refused(
          file,
          "%s (%s)".formatted(kind.title, kind.magic),
          magic.equals(OLD_IMAGES)
              ? "one written by an earlier version of OnnxFI; run the replay again"
              : "one written by an earlier version of OnnxFI, or another file");
    }
    if (bytes.remaining() < BYTES - MAGIC_BYTES) {
      throw refused(file, kind.title, "its first bytes only");
    }
    int version = bytes.getInt();
    if (version != VERSION) {
      throw refused(
          file,
          "%s of version %d".formatted(kind.title, VERSION),
          "version %d, written by %s version of OnnxFI, %s"
              .formatted(version, version < VERSION ? "an earlier" : "a later", kind.remedy));
    }
    String backend = text(bytes, RunStamp.MAX_BACKEND).stripTrailing().replace("\0", "");
    byte[] fingerprint = new byte[DIGEST_BYTES];
    bytes.get(fingerprint);
    int images = bytes.getInt();
    int recordBytes = bytes.getInt();
    int expected = checksum(bytes);
    if (bytes.getInt() != expected || images < 1 || recordBytes < 1 || backend.isEmpty()) {
      throw refused(file, "an intact header", "one whose checksum does not match");
    }
    RunStamp stamp = new RunStamp(backend, HexFormat.of().formatHex(fingerprint));
    return new RunHeader(kind, stamp, images, recordBytes);
  }

  /**
   * Reads the header of a file.
   *
   * @throws MalformedInputException if it has none of this kind and version, or a damaged one
   */
  public static RunHeader read(Path file, Kind kind) {
    try (InputStream in = Files.newInputStream(InputFile.require(file))) {
      return read(ByteBuffer.wrap(in.readNBytes(BYTES)), kind, file);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /**
   * Requires that a file is the wanted one.
   *
   * @param wanted of the same kind
   * @throws MalformedInputException if it is that of another backend, run or size
   */
  public void require(RunHeader wanted, Path file) {
    require(wanted.stamp, file);
    if (images != wanted.images || recordBytes != wanted.recordBytes) {
      throw refused(
          file,
          "%d images per fault in %d bytes".formatted(wanted.images, wanted.recordBytes),
          "%d in %d bytes".formatted(images, recordBytes));
    }
  }

  /**
   * Requires that a file is that of a run and backend.
   *
   * @throws MalformedInputException if it is that of another
   */
  public void require(RunStamp wanted, Path file) {
    if (!stamp.backend().equals(wanted.backend())) {
      throw refused(
          file, "the file of backend " + wanted.backend(), "that of backend " + stamp.backend());
    }
    if (!stamp.equals(wanted)) {
      throw refused(
          file,
          "the file of this run (%s…)".formatted(wanted.shortly()),
          "that of another run (%s…)".formatted(stamp.shortly()));
    }
  }

  private static String text(ByteBuffer bytes, int length) {
    byte[] ascii = new byte[length];
    bytes.get(ascii);
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(0).limit(BYTES - Integer.BYTES));
    return (int) crc.getValue();
  }

  private static MalformedInputException refused(Path file, String expected, String found) {
    return MalformedInputException.of(file.toString(), expected, found);
  }
}
