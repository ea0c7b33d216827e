package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One file, one misbehaving publisher, and a record of what the listener is told. */
abstract class AbstractFetcherTest {
  static final byte[] CONTENT = content();
  private static final Patience IMPATIENT =
      new Patience(3, Duration.ofMillis(5), Duration.ofSeconds(5), Duration.ofMillis(300));

  @TempDir Path folder;

  final List<String> told = new ArrayList<>();
  FakePublisher publisher;

  @BeforeEach
  void open() throws IOException {
    publisher = new FakePublisher();
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  FetchedFile fetch() {
    return fetch(download(publisher.uri("/f"), CONTENT, CONTENT.length));
  }

  FetchedFile fetch(Download download) {
    return new Fetcher(IMPATIENT).fetch(download, new Recorder());
  }

  Download download(URI source, byte[] content, long bytes) {
    return new Download(source, target(), bytes, sha256(content), "things");
  }

  Path target() {
    return folder.resolve("f");
  }

  void leavePart(byte[] bytes) throws IOException {
    Files.write(folder.resolve("f.part"), bytes);
  }

  void assertFetched() throws IOException {
    assertThat(Files.readAllBytes(target())).isEqualTo(CONTENT);
    assertThat(folder.resolve("f.part")).doesNotExist();
  }

  static Checksum sha256(byte[] content) {
    var digest = Checksum.Algorithm.SHA_256.start();
    digest.update(content);
    return Checksum.finish(Checksum.Algorithm.SHA_256, digest);
  }

  private static byte[] content() {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private final class Recorder implements FetchListener {
    @Override
    public void progress(Path file, long done, long total) {
      told.add(done + "/" + total);
    }

    @Override
    public void replacing(Path file, Checksum expected, Checksum found) {
      told.add("replacing " + file.getFileName());
    }

    @Override
    public void retrying(Path file, String reason) {
      told.add("retrying " + file.getFileName());
    }
  }
}
