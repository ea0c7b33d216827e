package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Downloads that fail, and what they say. */
class FetcherRefusalTest extends AbstractFetcherTest {
  @Test
  void shouldGiveUpOnAServerThatStaysBusy() {
    publisher.answer("/f", FakePublisher.status(503));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("answered HTTP 503")
        .hasMessageContaining("try again later");
    assertThat(publisher.ranges()).hasSize(3);
  }

  @Test
  void shouldNotTryAgainForAFileThatIsNotThere() {
    publisher.answer("/f", FakePublisher.status(404));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining(publisher.uri("/f").toString())
        .hasMessageContaining("answered HTTP 404");
    assertThat(publisher.ranges()).hasSize(1);
  }

  @Test
  void shouldRefuseAndDiscardAWrongChecksum() {
    byte[] forged = CONTENT.clone();
    forged[99_999]++;
    publisher.answer("/f", FakePublisher.ranged(forged));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected " + sha256(CONTENT))
        .hasMessageContaining("found " + sha256(forged));
    assertThat(folder).isEmptyDirectory();
    assertThat(publisher.ranges()).hasSize(1);
  }

  @Test
  void shouldRefuseAFileOfAnotherSize() {
    publisher.answer("/f", FakePublisher.ranged(Arrays.copyOf(CONTENT, 130)));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected a file of 100000 bytes, found 130 bytes");
    assertThat(publisher.ranges()).hasSize(1);
  }

  @Test
  void shouldRefuseAFileWithoutEnd() {
    publisher.answer("/f", FakePublisher.unmeasured(new byte[10 * CONTENT.length]));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("(download discarded)");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void shouldSayInOneLineWhatToDoOffline() throws IOException {
    URI closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/f");
    }

    assertThatThrownBy(() -> fetch(download(closed, CONTENT, CONTENT.length)))
        .isInstanceOf(MissingResourceException.class)
        .hasMessage(
            "cannot download %s (the server cannot be reached); connect to the network, or put the"
                + " file at %s by hand; then run: onnxfi fetch things",
            closed, target());
    assertThat(told).isEmpty();
  }

  @Test
  void shouldNotFollowRedirectsOutOfEncryption() {
    publisher.answer("/f", FakePublisher.redirect("http://example.org/f"));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("an unsafe redirect to 'http://example.org/f'");
  }

  @Test
  void shouldNotFollowRedirectsInCircles() {
    publisher.answer("/f", FakePublisher.redirect("/f"));

    assertThatThrownBy(this::fetch)
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("more than 5 redirects");
  }

  @Test
  void shouldRefuseSourcesThatAreNotEncrypted() {
    for (String source : List.of("http://example.org/f", "ftp://127.0.0.1/f", "f")) {
      assertThatThrownBy(() -> download(URI.create(source), CONTENT, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(source);
    }
  }

  @Test
  void shouldSayWhenTheFolderCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Download download =
        new Download(publisher.uri("/f"), file.resolve("f"), 1, sha256(CONTENT), "things");

    assertThatThrownBy(() -> fetch(download))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("cannot read or write " + file.resolve("f"))
        .hasMessageContaining("$ONNXFI_DATA");
  }
}
