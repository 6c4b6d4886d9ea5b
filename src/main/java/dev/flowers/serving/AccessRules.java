package dev.flowers.serving;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Who may ask.
 *
 * @param hosts that requests may name, in lower case; empty if they may name any
 * @param tokens of which a request must have one; empty if it need not
 * @param origins whose web pages may read the answers
 */
record AccessRules(Set<String> hosts, Optional<BearerTokens> tokens, Set<String> origins) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  AccessRules {
    hosts = Set.copyOf(hosts);
    origins = Set.copyOf(origins);
  }

  /**
   * The hosts that requests may name: on loopback the usual names of it and what the server listens
   * at; elsewhere any, because what the network calls the machine is not known.
   *
   * @param host a name or an address, as it was given
   * @param address what it stands for
   */
  static Set<String> hosts(String host, InetAddress address) {
    if (!address.isLoopbackAddress()) {
      return Set.of();
    }
    Set<String> hosts = new HashSet<>(LOOPBACK);
    hosts.add(inUrl(host).toLowerCase(Locale.ROOT));
    hosts.add(inUrl(address.getHostAddress()));
    return hosts;
  }

  /** A host as a URL and the header {@code Host} have it: IPv6 addresses in brackets. */
  static String inUrl(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  /** Refuses a web page whose host name was made to resolve to this address: DNS rebinding. */
  void checkHost(Request request) throws RequestException {
    String host = Request.getServerName(request);
    if (!hosts.isEmpty() && !hosts.contains(host.toLowerCase(Locale.ROOT))) {
      throw new RequestException(
          RequestException.MISDIRECTED,
          "Host: found another, expected one of " + new TreeSet<>(hosts));
    }
  }

  /** Refuses a request that has none of the tokens. */
  void checkToken(Request request) throws RequestException {
    String given = header(request, HttpHeader.AUTHORIZATION.asString());
    if (tokens.isPresent() && !tokens.get().permit(given)) {
      throw new RequestException(
          RequestException.UNAUTHORIZED,
          "Authorization: found "
              + (given.isEmpty() ? "none" : "another")
              + ", expected Bearer and a token of the server");
    }
  }

  /** Whether a browser asks if a web page of another origin may send a request. */
  static boolean isPreflight(Request request) {
    return request.getMethod().equals("OPTIONS")
        && !header(request, "Origin").isEmpty()
        && !header(request, "Access-Control-Request-Method").isEmpty();
  }

  /** The answer to {@linkplain #isPreflight that}: without the headers it means no. */
  Reply preflight(Request request) {
    Reply empty = new Reply(204, Map.of(), new byte[0]);
    return permits(request)
        ? empty
            .with("Access-Control-Allow-Methods", "GET, POST")
            .with(
                "Access-Control-Allow-Headers",
                "Authorization, Content-Type, " + OpenInferenceProtocol.HEADER_LENGTH)
            .with("Access-Control-Max-Age", "600")
        : empty;
  }

  /** Lets a web page of a named origin read the answer. */
  Reply shared(Request request, Reply reply) {
    if (origins.isEmpty()) {
      return reply;
    }
    Reply varying = reply.with("Vary", "Origin");
    return permits(request)
        ? varying
            .with("Access-Control-Allow-Origin", header(request, "Origin"))
            .with(
                "Access-Control-Expose-Headers",
                "X-Model-Version, Retry-After, " + OpenInferenceProtocol.HEADER_LENGTH)
            // The page's files say same-origin, which would contradict.
            .with("Cross-Origin-Resource-Policy", "cross-origin")
        : varying;
  }

  private boolean permits(Request request) {
    return origins.contains(header(request, "Origin"));
  }

  private static String header(Request request, String name) {
    return Objects.requireNonNullElse(request.getHeaders().get(name), "");
  }
}
