package dev.flowers.serving;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Configures Jetty, and starts it when the models are there: the first takes as long as the second,
 * and can be done while they load. A class of its own: the JVM cannot verify it without Jetty, and
 * the builder is to say what is missing.
 */
final class JettyStart {
  /** Threads beyond the accepted requests: for Jetty itself, health and metrics. */
  private static final int MORE_THREADS = 16;

  private final ServingOptions options;
  private final Server server;
  private final ServerConnector connector;
  private final GracefulHandler graceful = new GracefulHandler();

  JettyStart(ServingOptions options) {
    this.options = options;
    QueuedThreadPool threads = new QueuedThreadPool(options.queue() + MORE_THREADS);
    threads.setName("serving");
    threads.setDaemon(true);
    server = new Server(threads);
    server.setStopTimeout(options.drainTime().toMillis());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setIdleTimeout(options.bodyTime().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(options.connections(), server));
    server.setHandler(graceful);
  }

  /**
   * Listens.
   *
   * @throws IOException if the address is unknown or in use
   */
  FlowerServer listen(
      String host,
      int port,
      Optional<BearerTokens> tokens,
      Set<String> origins,
      ServerMetrics metrics,
      List<ClassifierModel> models)
      throws IOException {
    InetAddress address = InetAddress.getByName(host);
    connector.setHost(host);
    connector.setPort(port);
    Routes routes = new Routes(new Models(models), metrics, options, () -> !graceful.isShutdown());
    AccessRules access = new AccessRules(AccessRules.hosts(host, address), tokens, origins);
    graceful.setHandler(new RequestHandler(routes, metrics, options, access));
    server.setErrorHandler(new ServerErrors(metrics));
    connector.open(); // an address in use is an IOException here
    LifeCycle.start(server);
    return new FlowerServer(server, connector, models);
  }
}
