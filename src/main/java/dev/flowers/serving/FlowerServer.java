package dev.flowers.serving;

import dev.flowers.FlowerClassifier;
import dev.flowers.storage.Home;
import dev.flowers.storage.OptionalDependency;
import dev.flowers.trunk.Precision;
import dev.flowers.zoo.ModelRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP server that classifies photos with published models, by the protocols of DJL Serving and
 * TensorFlow Serving and the Open Inference Protocol, explains its predictions, and has a page for
 * people at its address.
 *
 * <p>Needs the optional dependencies jetty-server, prometheus-metrics-core and
 * prometheus-metrics-exposition-textformats. Thread-safe. Owns native memory and threads: close it.
 */
public final class FlowerServer implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(FlowerServer.class);

  private final Server server;
  private final ServerConnector connector;
  private final List<ClassifierModel> models;

  FlowerServer(Server server, ServerConnector connector, List<ClassifierModel> models) {
    this.server = server;
    this.connector = connector;
    this.models = models;
  }

  /** A server of the user's home on 127.0.0.1:8080, with the default limits. */
  public static Builder builder() {
    return new Builder();
  }

  /** Where it listens: {@code http://127.0.0.1:8080}. */
  public URI address() {
    String host = String.valueOf(connector.getHost());
    return URI.create("http://" + AccessRules.inUrl(host) + ":" + connector.getLocalPort());
  }

  /**
   * Takes no more requests, waits for those that were accepted within the time to drain, and frees
   * the models.
   */
  @Override
  public void close() {
    try {
      LifeCycle.stop(server);
    } catch (RuntimeException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      logger.warn("Requests were not answered within the time to drain, and were ended");
    } finally {
      models.forEach(ClassifierModel::close);
    }
  }

  /** Options of a server. */
  public static final class Builder {
    /** RFC 6454: scheme, host in lower case, and the port if it is not the scheme's own. */
    private static final Pattern ORIGIN =
        Pattern.compile("https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?");

    private @Nullable Home home;
    private final Set<String> references = new LinkedHashSet<>();
    private String host = "127.0.0.1";
    private int port = 8080;
    private Optional<Precision> precision = Optional.empty();
    private ServingOptions options = ServingOptions.defaults();
    private @Nullable Path tokenFile;
    private Duration lookEvery = Duration.ofSeconds(10);
    private final Set<String> origins = new LinkedHashSet<>();

    private Builder() {}

    /** Serves the models of this home. */
    public Builder optHome(Home home) {
      this.home = home;
      return this;
    }

    /**
     * Serves one model more; with none, {@code flowers-vgg16}. Of several versions of a name the
     * first that was added answers requests that ask for none.
     *
     * @param reference a name, whose current version is followed, or {@code name:version}
     * @throws IllegalArgumentException if it was added before
     */
    public Builder addModel(String reference) {
      if (!references.add(reference)) {
        throw new IllegalArgumentException(
            "model: found " + reference + " twice, expected each once");
      }
      return this;
    }

    /** Listens at this address; one that is not a loopback address is open to the network. */
    public Builder optHost(String host) {
      this.host = host;
      return this;
    }

    /** Listens at this port; 0 for any free one. */
    public Builder optPort(int port) {
      this.port = port;
      return this;
    }

    /** Runs the trunk in this precision; by default in the fastest that the machine has. */
    public Builder optPrecision(Precision precision) {
      this.precision = Optional.of(precision);
      return this;
    }

    /** Looks for a newly published version, or a removed one, so often. */
    public Builder optLookEvery(Duration every) {
      this.lookEvery = every;
      return this;
    }

    /** Keeps these limits. */
    public Builder optOptions(ServingOptions options) {
      this.options = options;
      return this;
    }

    /**
     * Answers only requests that have a bearer token of this file; health, the page and
     * openapi.json stay open.
     *
     * @param file with a token a line, read once by {@link #start}
     */
    public Builder optTokenFile(Path file) {
      this.tokenFile = file;
      return this;
    }

    /**
     * Lets web pages of one origin more read the answers (CORS); with none, those of the server
     * alone.
     *
     * @param origin as browsers send it: {@code https://garden.example}
     * @throws IllegalArgumentException if it is no origin
     */
    public Builder addCorsOrigin(String origin) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "origin: found " + origin + ", expected one as https://garden.example:8443");
      }
      origins.add(origin);
      return this;
    }

    /**
     * Loads the models and listens.
     *
     * @throws dev.flowers.zoo.ModelUnavailableException if there is no such model
     * @throws dev.flowers.storage.InvalidInputException if the file of tokens has none, or this
     *     machine does not have the precision
     * @throws IOException if a file of a model is missing or damaged, the tokens cannot be read, or
     *     the address cannot be listened at
     * @throws dev.flowers.storage.MissingDependencyException if Jetty or Prometheus' client is not
     *     on the class path
     */
    public FlowerServer start() throws IOException {
      OptionalDependency.JETTY.require("the server");
      OptionalDependency.PROMETHEUS.require("the server");
      OptionalDependency.PROMETHEUS_TEXT.require("the server");
      Optional<BearerTokens> tokens =
          tokenFile == null ? Optional.empty() : Optional.of(BearerTokens.read(tokenFile));
      // Meanwhile, on another core: most of a model's loading waits for its libraries and files.
      CompletableFuture<JettyStart> jetty =
          CompletableFuture.supplyAsync(() -> new JettyStart(options));
      ServerMetrics metrics = new ServerMetrics();
      List<ClassifierModel> models = new ArrayList<>();
      boolean started = false;
      try {
        for (String reference : models()) {
          models.add(new ClassifierModel(reference, load(reference), options, metrics));
        }
        metrics.watch(models);
        FlowerServer server =
            jetty.join().listen(host, port, tokens, origins, metrics, List.copyOf(models));
        started = true;
        return server;
      } finally {
        if (!started) {
          models.forEach(ClassifierModel::close);
        }
      }
    }

    private FlowerClassifier load(String reference) throws IOException {
      Home from = home == null ? Home.standard() : home;
      return reference.contains(":")
          ? FlowerClassifier.load(from, reference, precision)
          : FlowerClassifier.following(from, reference, lookEvery, precision);
    }

    private List<String> models() {
      return references.isEmpty() ? List.of(ModelRepository.DEFAULT_NAME) : List.copyOf(references);
    }
  }
}
