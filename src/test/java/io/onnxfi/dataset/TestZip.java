package io.onnxfi.dataset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes a small zip archive, also one that nobody should trust. */
final class TestZip {
  private static final int SYMBOLIC_LINK = 0120777;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes);

  TestZip file(String name, String content) throws IOException {
    return entry(new ZipArchiveEntry(name), content);
  }

  TestZip link(String name, String to) throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setUnixMode(SYMBOLIC_LINK);
    return entry(entry, to);
  }

  private TestZip entry(ZipArchiveEntry entry, String content) throws IOException {
    out.putArchiveEntry(entry);
    out.write(content.getBytes(StandardCharsets.UTF_8));
    out.closeArchiveEntry();
    return this;
  }

  byte[] bytes() throws IOException {
    out.close();
    return bytes.toByteArray();
  }
}
