package dev.flowers.download;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLException;

/**
 * A server's answer to one GET, redirects followed. {@link HttpURLConnection} rather than {@code
 * java.net.http}: it alone has a time-out for each read of the body, and it follows the JVM's proxy
 * properties by itself.
 */
final class HttpReply implements AutoCloseable {
  private static final int MAX_REDIRECTS = 10;

  private final HttpURLConnection connection;
  private final DownloadOptions options;
  private final int status;

  private HttpReply(HttpURLConnection connection, DownloadOptions options, int status) {
    this.connection = connection;
    this.options = options;
    this.status = status;
  }

  /**
   * Asks, and waits for the answer's head.
   *
   * @return the answer, to be closed by the caller
   * @throws FetchAttemptException if there is none
   */
  static HttpReply to(URI address, Map<String, String> headers, DownloadOptions options)
      throws IOException {
    URI at = address;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      HttpReply reply = ask(at, headers, options);
      switch (reply.status) {
        case 301, 302, 303, 307, 308 -> {
          String location = reply.header("Location").orElse("");
          reply.close();
          at = redirected(at, location);
        }
        default -> {
          return reply;
        }
      }
    }
    throw FetchAttemptException.lasting(
        "was redirected more than " + MAX_REDIRECTS + " times, at last to " + at);
  }

  /** Where a redirect leads. */
  static URI redirected(URI from, String location) throws FetchAttemptException {
    URI to;
    try {
      to = Source.of(from.resolve(location)).address();
    } catch (IllegalArgumentException e) {
      throw FetchAttemptException.lasting(
          "was redirected to \"" + location + "\", which is no http address");
    }
    boolean secure = "https".equalsIgnoreCase(to.getScheme());
    if (!secure && !"http".equalsIgnoreCase(to.getScheme())) {
      throw FetchAttemptException.lasting("was redirected to " + to + ", expected an http address");
    }
    if (!secure && "https".equalsIgnoreCase(from.getScheme())) {
      throw FetchAttemptException.lasting("was redirected from https to http, to " + to);
    }
    return to;
  }

  private static HttpReply ask(URI at, Map<String, String> headers, DownloadOptions options)
      throws IOException {
    HttpURLConnection connection = (HttpURLConnection) at.toURL().openConnection();
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setConnectTimeout((int) options.connectTimeout().toMillis());
    connection.setReadTimeout((int) options.stallTimeout().toMillis());
    connection.setRequestProperty("User-Agent", "flowers-vgg16");
    connection.setRequestProperty("Accept", "*/*");
    connection.setRequestProperty("Accept-Encoding", "identity");
    // A kept connection would be drained in the background when a body is not wanted.
    connection.setRequestProperty("Connection", "close");
    headers.forEach(connection::setRequestProperty);
    int status;
    try {
      status = connection.getResponseCode();
    } catch (IOException e) {
      connection.disconnect();
      throw failure(e, options);
    }
    if (status < 0) {
      connection.disconnect();
      throw FetchAttemptException.passing("the answer is not HTTP");
    }
    return new HttpReply(connection, options, status);
  }

  private static FetchAttemptException failure(IOException e, DownloadOptions options) {
    if (e instanceof SSLException && e.getCause() instanceof GeneralSecurityException) {
      return FetchAttemptException.lasting(
          "the server's certificate is not trusted: " + e.getMessage(), e);
    }
    if (e instanceof UnknownHostException
        || e instanceof ConnectException
        || e instanceof NoRouteToHostException) {
      return FetchAttemptException.unreachable(
          "cannot be reached ("
              + (e instanceof UnknownHostException ? "unknown host " : "")
              + e.getMessage()
              + "); behind a proxy, the JVM wants -Dhttp.proxyHost, -Dhttps.proxyHost and their"
              + " ports",
          e);
    }
    if (e instanceof SocketTimeoutException) {
      return FetchAttemptException.passing(
          "nothing came within "
              + seconds(options.stallTimeout())
              + " s, or no connection within "
              + seconds(options.connectTimeout())
              + " s",
          e);
    }
    return FetchAttemptException.passing("the connection broke (" + e.getMessage() + ")", e);
  }

  private static String seconds(Duration duration) {
    return String.valueOf(duration.toMillis() / 1000.0);
  }

  int status() {
    return status;
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(connection.getHeaderField(name));
  }

  /** The length of the body to come, in bytes. */
  OptionalLong contentLength() {
    long length = connection.getContentLengthLong();
    return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
  }

  /** Whether a body that was cut short would show as such. */
  boolean marksItsEnd() {
    return contentLength().isPresent()
        || header("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked");
  }

  /** How long the server asks to wait (RFC 9110, section 10.2.3); 0 if it does not. */
  Duration retryAfter() {
    return retryAfter(header("Retry-After").orElse(""), Instant.now());
  }

  static Duration retryAfter(String header, Instant now) {
    String value = header.strip();
    if (value.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value));
    }
    try {
      Duration wait =
          Duration.between(
              now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeParseException e) {
      return Duration.ZERO; // none, or one that says nothing
    }
  }

  /**
   * Reads some of the body.
   *
   * @param most how many bytes at most
   * @return how many came, or −1 at the body's end
   * @throws FetchAttemptException if the connection broke or stalls
   */
  int read(byte[] buffer, int most) throws FetchAttemptException {
    try {
      InputStream body = connection.getInputStream();
      return body.read(buffer, 0, most);
    } catch (IOException e) {
      throw failure(e, options);
    }
  }

  @Override
  public void close() {
    connection.disconnect();
  }
}
