package io.onnxfi.dataset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on this machine that misbehaves as told. */
final class FakePublisher implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final List<String> ranges = new CopyOnWriteArrayList<>();

  FakePublisher() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.start();
  }

  /** Answers requests for {@code path} by these in turn, the last one for all that follow. */
  FakePublisher answer(String path, HttpHandler... answers) {
    AtomicInteger requests = new AtomicInteger();
    server.createContext(
        path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          ranges.add(range == null ? "whole" : range);
          try (exchange) {
            answers[Math.min(requests.getAndIncrement(), answers.length - 1)].handle(exchange);
          }
        });
    return this;
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /** What was asked for, in order: {@code whole}, or a Range header. */
  List<String> ranges() {
    return ranges;
  }

  /** Sends everything, whatever range is asked for. */
  static HttpHandler whole(byte[] content) {
    return exchange -> send(exchange, 200, content.length, content);
  }

  /** As {@link #whole}, without saying how much it is. */
  static HttpHandler unmeasured(byte[] content) {
    return exchange -> send(exchange, 200, 0, content);
  }

  /** Serves ranges as RFC 9110 has it. */
  static HttpHandler ranged(byte[] content) {
    return exchange -> {
      String header = exchange.getRequestHeaders().getFirst("Range");
      Matcher range = RANGE.matcher(header == null ? "bytes=0-" : header);
      int from = range.matches() ? Integer.parseInt(range.group(1)) : 0;
      if (header == null) {
        send(exchange, 200, content.length, content);
      } else if (from >= content.length) {
        send(exchange, 416, -1, new byte[0]);
      } else {
        partial(exchange, from, content);
      }
    };
  }

  /** Agrees to a range, but to another one than was asked for. */
  static HttpHandler wrongRange(byte[] content) {
    return exchange -> partial(exchange, 1, content);
  }

  /** Promises everything and hangs up after {@code count} bytes. */
  static HttpHandler cut(byte[] content, int count) {
    return exchange -> send(exchange, 200, content.length, Arrays.copyOf(content, count));
  }

  /** Promises everything and falls silent after {@code count} bytes. */
  HttpHandler stalled(byte[] content, int count) {
    return exchange -> {
      send(exchange, 200, content.length, Arrays.copyOf(content, count));
      try {
        closing.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  static HttpHandler status(int code) {
    return exchange -> send(exchange, code, -1, new byte[0]);
  }

  static HttpHandler redirect(String location) {
    return exchange -> {
      exchange.getResponseHeaders().set("Location", location);
      send(exchange, 302, -1, new byte[0]);
    };
  }

  private static void partial(HttpExchange exchange, int from, byte[] content) throws IOException {
    String range = "bytes %d-%d/%d".formatted(from, content.length - 1, content.length);
    exchange.getResponseHeaders().set("Content-Range", range);
    byte[] rest = Arrays.copyOfRange(content, from, content.length);
    send(exchange, 206, rest.length, rest);
  }

  private static void send(HttpExchange exchange, int status, long length, byte[] body)
      throws IOException {
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    workers.shutdownNow();
  }
}
