package io.onnxfi.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens files on HTTP servers, from any position that the server agrees to (RFC 9110, section 14).
 *
 * <p>Redirects are followed by hand, because none may leave encryption: only to {@code https}, or
 * from this machine to itself.
 */
final class HttpSource {
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final int MAX_REDIRECTS = 5;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

  private final HttpClient client;
  private final Patience patience;

  HttpSource(Patience patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.connect())
            .build();
  }

  /**
   * What a server sends.
   *
   * @param body the bytes from {@code start} on
   * @param start 0, or the position that was asked for
   * @param total bytes of the whole file, or {@link Download#UNKNOWN}
   */
  record Answer(InputStream body, long start, long total) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** Whether nobody between here and the server can read or change what is sent. */
  static boolean isTrusted(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme()) || isLocal(uri);
  }

  private static boolean isLocal(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme())
        && uri.getHost() != null
        && LOOPBACK.contains(uri.getHost().toLowerCase(Locale.ROOT));
  }

  /**
   * Asks for a file from {@code offset} on; the answer may start at 0 all the same.
   *
   * @throws HttpStatusException if the server answers with anything but the file
   */
  Answer open(URI source, long offset) throws IOException, InterruptedException {
    HttpResponse<InputStream> response = follow(source, offset);
    int status = response.statusCode();
    if (status == OK) {
      long total = response.headers().firstValueAsLong("Content-Length").orElse(Download.UNKNOWN);
      return new Answer(response.body(), 0, total);
    }
    if (status == PARTIAL_CONTENT) {
      Optional<Answer> rest = rest(response, offset);
      if (rest.isPresent()) {
        return rest.get();
      }
    }
    response.body().close();
    if (offset > 0 && (status == PARTIAL_CONTENT || status == RANGE_NOT_SATISFIABLE)) {
      return open(source, 0);
    }
    throw new HttpStatusException(source, status, "");
  }

  /** The answer to a range request, if it is the range that was asked for. */
  private static Optional<Answer> rest(HttpResponse<InputStream> response, long offset) {
    String range = response.headers().firstValue("Content-Range").orElse("");
    Matcher matcher = CONTENT_RANGE.matcher(range);
    if (!matcher.matches() || Long.parseLong(matcher.group(1)) != offset) {
      return Optional.empty();
    }
    return Optional.of(new Answer(response.body(), offset, Long.parseLong(matcher.group(2))));
  }

  private HttpResponse<InputStream> follow(URI source, long offset)
      throws IOException, InterruptedException {
    URI uri = source;
    for (int hop = 0; hop <= MAX_REDIRECTS; hop++) {
      HttpResponse<InputStream> response = request(uri, offset);
      if (!REDIRECTS.contains(response.statusCode())) {
        return response;
      }
      response.body().close();
      String location = response.headers().firstValue("Location").orElse("");
      URI next = uri.resolve(location);
      if (location.isEmpty() || !isTrusted(next) || (isLocal(next) && !isLocal(uri))) {
        throw new HttpStatusException(
            uri, response.statusCode(), ", an unsafe redirect to '" + location + "'");
      }
      uri = next;
    }
    throw new IOException("more than %d redirects from %s".formatted(MAX_REDIRECTS, source));
  }

  private HttpResponse<InputStream> request(URI uri, long offset)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(patience.stall()).header("User-Agent", "onnxfi");
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    return client.send(request.build(), BodyHandlers.ofInputStream());
  }
}
