package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** One attempt to complete a part file: continue what is there, then verify the whole. */
final class Transfer {
  private static final int CHUNK = 1 << 16;

  private final Download download;
  private final HttpSource http;
  private final Duration stall;
  private final FetchListener listener;
  private final PartFile part;
  private final AtomicLong received = new AtomicLong();
  private final AtomicReference<HttpSource.Answer> open = new AtomicReference<>();

  Transfer(Download download, HttpSource http, Duration stall, FetchListener listener) {
    this.download = download;
    this.http = http;
    this.stall = stall;
    this.listener = listener;
    this.part = new PartFile(download.part());
  }

  /**
   * Completes the part.
   *
   * @return whether it continued an earlier one
   * @throws MalformedInputException if the whole has another checksum or size; the part is deleted
   * @throws IOException if the network failed; another attempt may go on from there
   * @throws java.io.UncheckedIOException if the local disk failed
   */
  boolean run() throws IOException, InterruptedException {
    long have = part.size();
    boolean sizeKnown = download.bytes() != Download.UNKNOWN;
    if (have > 0 && (!sizeKnown || have >= download.bytes())) {
      // It may be whole already: then not even the network is needed.
      if (part.matches(download.checksum())) {
        return true;
      }
      if (sizeKnown) {
        part.delete();
        have = 0;
      }
    }
    long offset = have;
    return StallGuard.call(() -> receive(offset), received::get, this::hangUp, stall);
  }

  private void hangUp() {
    HttpSource.Answer answer = open.get();
    if (answer != null) {
      try {
        answer.close();
      } catch (IOException ignored) {
        // The attempt has failed already, and its own exception says more.
      }
    }
  }

  private boolean receive(long offset) throws IOException, InterruptedException {
    MessageDigest digest = download.checksum().algorithm().start();
    try (HttpSource.Answer answer = http.open(download.source(), offset)) {
      open.set(answer);
      long total = total(answer);
      boolean resumed = answer.start() > 0;
      if (resumed) {
        part.digestInto(digest);
      }
      try (PartFile.Sink sink = part.open(resumed)) {
        copy(answer, total, sink, digest);
      }
      verify(Checksum.finish(download.checksum().algorithm(), digest));
      return resumed;
    }
  }

  /** The size of the whole file, if the publisher or the server states it. */
  private long total(HttpSource.Answer answer) {
    if (download.bytes() == Download.UNKNOWN) {
      return answer.total();
    }
    if (answer.total() != Download.UNKNOWN && answer.total() != download.bytes()) {
      throw MalformedInputException.of(
          download.source().toString(),
          "a file of " + download.bytes() + " bytes",
          answer.total() + " bytes");
    }
    return download.bytes();
  }

  private void copy(HttpSource.Answer answer, long total, PartFile.Sink sink, MessageDigest digest)
      throws IOException {
    InputStream in = answer.body();
    byte[] chunk = new byte[CHUNK];
    long done = answer.start();
    listener.progress(download.target(), done, total);
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      sink.write(chunk, count);
      digest.update(chunk, 0, count);
      done += count;
      received.addAndGet(count);
      listener.progress(download.target(), done, total);
      if (total != Download.UNKNOWN && done > total) {
        return; // Too long: wrong already, and the checksum will say so.
      }
    }
    if (done < total) {
      throw new IOException("the connection ended after %d of %d bytes".formatted(done, total));
    }
  }

  private void verify(Checksum found) {
    if (!found.equals(download.checksum())) {
      long size = part.size();
      part.delete();
      throw MalformedInputException.of(
          download.source() + " (download discarded)",
          download.checksum().toString(),
          "%s in %d bytes".formatted(found, size));
    }
  }
}
