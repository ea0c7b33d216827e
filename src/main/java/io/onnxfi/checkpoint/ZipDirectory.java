package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * The entries of a zip archive by name, as places in the file.
 *
 * <p>Entries are never unpacked: {@code torch.save} stores them as they are, and others are refused
 * when they are asked for. Their names are keys and nothing else; no file is ever made of one.
 */
final class ZipDirectory {
  private final FileBytes file;
  private final Map<String, Entry> entries;
  private long required;

  private ZipDirectory(FileBytes file, Map<String, Entry> entries) {
    this.file = file;
    this.entries = Collections.unmodifiableMap(entries);
  }

  /**
   * An entry as the directory declares it.
   *
   * @param name in the archive
   * @param offset of its first byte in the file, negative if unknown
   * @param size in bytes
   * @param packedSize in bytes; {@code size} if it is stored
   * @param isStored whether it is neither compressed nor encrypted
   * @param crc CRC-32 of its bytes
   */
  record Entry(String name, long offset, long size, long packedSize, boolean isStored, long crc) {
    private static Entry of(ZipArchiveEntry entry) {
      return new Entry(
          entry.getName(),
          entry.getDataOffset(),
          entry.getSize(),
          entry.getCompressedSize(),
          entry.getMethod() == ZipEntry.STORED && !entry.getGeneralPurposeBit().usesEncryption(),
          entry.getCrc());
    }
  }

  /**
   * Reads the directory at the end of an archive and the header of each entry.
   *
   * @throws MalformedInputException if two entries have one name
   * @throws IOException or a RuntimeException of the library if it is no archive
   */
  static ZipDirectory read(FileBytes file) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(new FileBytesChannel(file)).get()) {
      for (ZipArchiveEntry header : Collections.list(zip.getEntries())) {
        if (entries.putIfAbsent(header.getName(), Entry.of(header)) != null) {
          throw MalformedInputException.of(
              file.name(),
              "one entry of a name",
              "two '" + PythonValue.printable(header.getName()) + "'");
        }
      }
    }
    return new ZipDirectory(file, entries);
  }

  /** All names, in the order of the archive. */
  Set<String> names() {
    return entries.keySet();
  }

  /** Whether there is an entry of that name. */
  boolean contains(String name) {
    return entries.containsKey(name);
  }

  /** The folders that hold a file of that name, with a slash behind. */
  List<String> foldersOf(String fileName) {
    List<String> folders = new ArrayList<>();
    for (String name : entries.keySet()) {
      if (name.endsWith("/" + fileName) && name.indexOf('/') == name.lastIndexOf('/')) {
        folders.add(name.substring(0, name.length() - fileName.length()));
      }
    }
    return folders;
  }

  /**
   * The entry of that name: sound, and all of it in the file. To be asked for once.
   *
   * @throws MalformedInputException if there is none, or it is damaged
   * @throws UnsupportedInputException if its bytes are not in the file as they are
   */
  Entry require(String name) {
    String printable = PythonValue.printable(name);
    Entry entry = entries.get(name);
    if (entry == null) {
      throw MalformedInputException.of(file.name(), "an entry '" + printable + "'", "none");
    }
    if (!entry.isStored) {
      throw new UnsupportedInputException(
          ("%s: entry '%s' is compressed or encrypted; torch.save stores entries as they are:"
                  + " unpack the archive and pack it without compression (zip -0)")
              .formatted(file.name(), printable));
    }
    if (entry.size != entry.packedSize) {
      throw MalformedInputException.of(
          file.name(),
          "%d bytes in entry '%s'".formatted(entry.size, printable),
          Long.toString(entry.packedSize));
    }
    // Entries that overlap could make a small file a long one.
    required += entry.size;
    if (entry.size < 0 || required > file.size()) {
      throw MalformedInputException.of(
          file.name(),
          "entries of at most %d bytes together".formatted(file.size()),
          "%d in '%s'".formatted(entry.size, printable));
    }
    requireChecksum(entry, printable);
    return entry;
  }

  /** PyTorch writes 0 for a checksum that it was told not to compute. */
  private void requireChecksum(Entry entry, String printable) {
    CRC32 crc = new CRC32();
    for (long done = 0; done < entry.size; done += FileBytes.MAX_RUN) {
      crc.update(
          file.slice(
              Math.addExact(entry.offset, done), Math.min(entry.size - done, FileBytes.MAX_RUN)));
    }
    if (entry.crc != 0 && crc.getValue() != entry.crc) {
      throw MalformedInputException.of(
          file.name(),
          "entry '%s' with CRC-32 %08x".formatted(printable, entry.crc),
          "%08x: the file is damaged".formatted(crc.getValue()));
    }
  }
}
