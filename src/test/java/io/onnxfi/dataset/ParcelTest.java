package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParcelTest {
  private static final byte[] ONE = "one".getBytes(StandardCharsets.UTF_8);
  private static final byte[] TWO = "two!".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private FakePublisher publisher;

  @BeforeEach
  void open() throws IOException {
    publisher = new FakePublisher();
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void shouldUnpackOnlyWhatIsExpected() throws IOException {
    byte[] archive = new Tar().file("box/readme.html", ONE).file("box/1", ONE).bytes();

    assertThat(fetch(Packing.TAR_GZ, archive, file("box/1", ONE)))
        .containsExactly(new FetchedFile(folder.resolve("box/1"), Outcome.DOWNLOADED));

    assertThat(Files.readAllBytes(folder.resolve("box/1"))).isEqualTo(ONE);
    assertThat(folder.resolve("box/readme.html")).doesNotExist();
    assertThat(folder.resolve("archive")).doesNotExist();
  }

  @Test
  void shouldNeedNoNetworkForWhatIsThere() throws IOException {
    Files.createDirectories(folder.resolve("box"));
    Files.write(folder.resolve("box/1"), ONE);

    assertThat(fetch(Packing.TAR_GZ, new Tar().bytes(), file("box/1", ONE)))
        .containsExactly(new FetchedFile(folder.resolve("box/1"), Outcome.ALREADY_THERE));

    assertThat(publisher.ranges()).isEmpty();
  }

  @Test
  void shouldReplaceOnlyWhatIsMissingOrWrong() throws IOException {
    Files.createDirectories(folder.resolve("box"));
    Files.write(folder.resolve("box/1"), ONE);
    Files.write(folder.resolve("box/2"), ONE);
    byte[] archive = new Tar().file("box/1", ONE).file("box/2", TWO).bytes();

    assertThat(fetch(Packing.TAR_GZ, archive, file("box/1", ONE), file("box/2", TWO)))
        .extracting(FetchedFile::outcome)
        .containsExactly(Outcome.ALREADY_THERE, Outcome.DOWNLOADED);

    assertThat(Files.readAllBytes(folder.resolve("box/2"))).isEqualTo(TWO);
  }

  @Test
  void shouldUnpackAndKeepAnArchivePutThereByHand() throws IOException {
    byte[] archive = new Tar().file("box/1", ONE).bytes();
    Files.write(folder.resolve("archive"), archive);

    assertThat(fetch(Packing.TAR_GZ, archive, file("box/1", ONE)))
        .extracting(FetchedFile::outcome)
        .containsExactly(Outcome.UNPACKED);

    assertThat(folder.resolve("archive")).exists();
    assertThat(publisher.ranges()).isEmpty();
  }

  @Test
  void shouldUnpackASingleCompressedFile() throws IOException {
    fetch(Packing.GZIP, gzip(ONE), file("1", ONE));

    assertThat(Files.readAllBytes(folder.resolve("1"))).isEqualTo(ONE);
  }

  @Test
  void shouldRefuseEntriesThatEscape() throws IOException {
    byte[] archive = new Tar().file("box/../../escaped", ONE).file("box/1", ONE).bytes();

    assertRefused(archive, "entry 'box/../../escaped'");
    assertThat(folder.resolveSibling("escaped")).doesNotExist();
  }

  @Test
  void shouldRefuseAbsoluteEntries() throws IOException {
    Path outside = folder.toAbsolutePath().resolveSibling("escaped");

    assertRefused(new Tar().file(outside.toString(), ONE).bytes(), outside.toString());
    assertThat(outside).doesNotExist();
  }

  @Test
  void shouldRefuseLinks() throws IOException {
    assertRefused(new Tar().link("box/1", TarConstants.LF_SYMLINK).bytes(), "box/1', a link");
    assertRefused(new Tar().link("box/1", TarConstants.LF_LINK).bytes(), "box/1', a link");
  }

  @Test
  void shouldRefuseAnArchiveWithoutTheFile() throws IOException {
    assertRefused(new Tar().file("box/2", TWO).bytes(), "expected entries [box/1]");
  }

  @Test
  void shouldRefuseAFileWithOtherContent() throws IOException {
    assertRefused(new Tar().file("box/1", TWO).bytes(), "expected 3 bytes with SHA-256");
    assertThat(folder.resolve("box")).isEmptyDirectory();
  }

  @Test
  void shouldNotUnpackMoreThanPromised() throws IOException {
    byte[] bomb = gzip(new byte[1_000_000]);

    assertThatThrownBy(() -> fetch(Packing.GZIP, bomb, file("1", ONE)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("found 4 bytes");
    assertThat(folder.resolve("1")).doesNotExist();
  }

  private void assertRefused(byte[] archive, String named) throws IOException {
    Files.write(folder.resolve("archive"), archive);
    assertThatThrownBy(() -> fetch(Packing.TAR_GZ, archive, file("box/1", ONE)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(named);
    assertThat(folder.resolve("box/1")).doesNotExist();
  }

  private List<FetchedFile> fetch(Packing packing, byte[] archive, ExpectedFile... files) {
    String path = "/" + packing;
    if (!Files.exists(folder.resolve("archive"))) {
      publisher.answer(path, FakePublisher.ranged(archive));
    }
    Checksum checksum = AbstractFetcherTest.sha256(archive);
    String name = packing == Packing.GZIP ? "1.gz" : "archive";
    Archive described = new Archive("things", publisher.uri(path), name, checksum, packing);
    return new Parcel(described, List.of(files))
        .fetch(new DataRoot(folder), new Fetcher(), FetchListener.NONE);
  }

  private static ExpectedFile file(String path, byte[] content) {
    return new ExpectedFile(path, content.length, AbstractFetcherTest.sha256(content));
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  /** Writes a small archive. */
  private static final class Tar {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final TarArchiveOutputStream out;

    Tar() throws IOException {
      out = new TarArchiveOutputStream(new GZIPOutputStream(bytes));
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    }

    Tar file(String name, byte[] content) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, true);
      entry.setSize(content.length);
      out.putArchiveEntry(entry);
      out.write(content);
      out.closeArchiveEntry();
      return this;
    }

    Tar link(String name, byte kind) throws IOException {
      TarArchiveEntry entry = new TarArchiveEntry(name, kind);
      entry.setLinkName("elsewhere");
      out.putArchiveEntry(entry);
      out.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      out.close();
      return bytes.toByteArray();
    }
  }
}
