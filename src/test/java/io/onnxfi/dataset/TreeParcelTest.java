package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeParcelTest {
  @TempDir Path folder;

  private final Set<String> published = new HashSet<>();
  private FakePublisher publisher;
  private byte[] archive;

  @BeforeEach
  void open() throws IOException {
    publisher = new FakePublisher();
    archive =
        new TestZip()
            .file("readme.txt", "not wanted")
            .file("box/in/1", "one")
            .file("box/in/deep/2", "two")
            .file("box/inside-out", "not wanted")
            .bytes();
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void shouldUnpackWhatIsBelowTheEntry() throws IOException {
    assertThat(fetch())
        .containsExactly(new FetchedFile(folder.resolve("things/box/in"), Outcome.DOWNLOADED));

    assertThat(folder.resolve("things/box/in/1")).hasContent("one");
    assertThat(folder.resolve("things/box/in/deep/2")).hasContent("two");
    assertThat(names("things")).containsExactly("box");
    assertThat(names("things/box")).containsExactly("in", "in.sha256");
  }

  /** The form of sha256sum, relative to the inventory's own folder. */
  @Test
  void shouldLeaveAnInventory() throws IOException {
    fetch();

    assertThat(folder.resolve("things/box/in.sha256"))
        .hasContent(
            """
            7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed  in/1
            3fc4ccfe745870e2c0d99f71f30ff0656c8dedd41cc1d7d3d376b0dbe685e2f3  in/deep/2
            """);
  }

  @Test
  void shouldNeedNoNetworkForWhatIsThere() throws IOException {
    fetch();

    assertThat(fetch()).extracting(FetchedFile::outcome).containsExactly(Outcome.ALREADY_THERE);
    assertThat(publisher.ranges()).hasSize(1);
  }

  @Test
  void shouldReplaceWhatWasDamagedSince() throws IOException {
    fetch();
    Files.writeString(folder.resolve("things/box/in/1"), "uno");

    assertThat(fetch()).extracting(FetchedFile::outcome).containsExactly(Outcome.DOWNLOADED);
    assertThat(folder.resolve("things/box/in/1")).hasContent("one");

    Files.delete(folder.resolve("things/box/in/deep/2"));

    assertThat(fetch()).extracting(FetchedFile::outcome).containsExactly(Outcome.DOWNLOADED);
    assertThat(folder.resolve("things/box/in/deep/2")).hasContent("two");
  }

  @Test
  void shouldNotTouchWhatSomebodyElsePutThere() throws IOException {
    TestImages.text(folder.resolve("things/box/in/1"), "mine");

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(
            "expected what an earlier fetch left, with its checksums in in.sha256")
        .hasMessageEndingWith("move it away and run: onnxfi fetch things");
    assertThat(folder.resolve("things/box/in/1")).hasContent("mine");
    assertThat(publisher.ranges()).isEmpty();
  }

  @Test
  void shouldStartOverAfterAnAttemptThatWasKilled() throws IOException {
    TestImages.text(folder.resolve("things/box/in.unpacking/half"), "o");

    fetch();

    assertThat(names("things/box")).containsExactly("in", "in.sha256");
    assertThat(names("things/box/in")).containsExactly("1", "deep");
  }

  @Test
  void shouldResumeAnInterruptedDownload() throws IOException {
    Files.createDirectories(folder.resolve("things"));
    Files.write(folder.resolve("things/a.zip.part"), Arrays.copyOf(archive, 100));

    assertThat(fetch()).extracting(FetchedFile::outcome).containsExactly(Outcome.RESUMED);
    assertThat(publisher.ranges()).containsExactly("bytes=100-");
  }

  @Test
  void shouldUnpackAndKeepAnArchivePutThereByHand() throws IOException {
    Files.createDirectories(folder.resolve("things"));
    Files.write(folder.resolve("things/a.zip"), archive);

    assertThat(fetch()).extracting(FetchedFile::outcome).containsExactly(Outcome.UNPACKED);
    assertThat(folder.resolve("things/a.zip")).exists();
    assertThat(publisher.ranges()).isEmpty();
  }

  @Test
  void shouldTakeASingleFile() throws IOException {
    archive = new TestZip().file("table.csv", "a;b").bytes();

    fetch("table.csv");

    assertThat(folder.resolve("things/table.csv")).hasContent("a;b");
    assertThat(fetch("table.csv"))
        .extracting(FetchedFile::outcome)
        .containsExactly(Outcome.ALREADY_THERE);
  }

  @Test
  void shouldRefuseEntriesThatEscape() throws IOException {
    String name = "escaped-from-" + folder.getFileName();
    assertRefused(
        new TestZip().file("box/in/1", "one").file("box/in/../../../" + name, "x"),
        "../../../" + name);
    assertRefused(new TestZip().file("../" + name, "x"), "entry '../%s'".formatted(name));
    assertThat(folder.resolve(name)).doesNotExist();
    assertThat(folder.resolveSibling(name)).doesNotExist();
  }

  @Test
  void shouldRefuseAbsoluteEntries() throws IOException {
    Path outside = folder.toAbsolutePath().resolveSibling("escaped");

    assertRefused(new TestZip().file(outside.toString(), "x"), outside.toString());
    assertThat(outside).doesNotExist();
  }

  @Test
  void shouldRefuseLinks() throws IOException {
    assertRefused(
        new TestZip().link("box/in/1", "/etc").file("box/in/1/x", "x"), "box/in/1', a link");
  }

  @Test
  void shouldRefuseTheSameFileTwice() throws IOException {
    assertRefused(
        new TestZip().file("box/in/1", "one").file("box/in/./1", "eins"), "box/in/./1 twice");
  }

  @Test
  void shouldRefuseAnArchiveWithoutTheEntry() throws IOException {
    assertRefused(new TestZip().file("box/1", "one"), "expected an entry box/in");
  }

  @Test
  void shouldRefuseADamagedArchive() {
    archive = Arrays.copyOf(archive, archive.length - 30);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("cannot unpack");
    assertThat(folder.resolve("things/box/in")).doesNotExist();
  }

  @Test
  void shouldSayHowToGetItWhenThereIsNoNetwork() {
    publisher.close();

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("put the file at %s by hand", folder.resolve("things/a.zip"))
        .hasMessageEndingWith("onnxfi fetch things");
  }

  private void assertRefused(TestZip zip, String named) throws IOException {
    archive = zip.bytes();

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(named);
    assertThat(folder.resolve("things/box"))
        .satisfiesAnyOf(
            box -> assertThat(box).doesNotExist(), box -> assertThat(box).isEmptyDirectory());
    Files.deleteIfExists(folder.resolve("things/a.zip"));
  }

  private List<FetchedFile> fetch() {
    return fetch("box/in");
  }

  private List<FetchedFile> fetch(String entry) {
    Checksum checksum = AbstractFetcherTest.sha256(archive);
    String path = "/" + checksum.hex();
    if (published.add(path)) {
      publisher.answer(path, FakePublisher.ranged(archive));
    }
    Archive described =
        new Archive("things", publisher.uri(path), "things/a.zip", checksum, Packing.ZIP);
    return new TreeParcel(described, "things", entry)
        .fetch(new DataRoot(folder), new Fetcher(), FetchListener.NONE);
  }

  private List<String> names(String below) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(below))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
