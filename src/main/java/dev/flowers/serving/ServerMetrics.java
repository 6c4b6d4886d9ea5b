package dev.flowers.serving;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** What a server counts, for Prometheus. Thread-safe. */
final class ServerMetrics {
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
  private final Counter requests =
      Counter.builder()
          .name("flowers_requests_total")
          .help("Requests that were answered, by status code.")
          .labelNames("code")
          .register(registry);
  private final Counter rejected =
      Counter.builder()
          .name("flowers_rejected_requests_total")
          .help("Requests that got 429.")
          .register(registry);
  private final Histogram latency =
      Histogram.builder()
          .name("flowers_request_duration_seconds")
          .help("From a request's headers to its answer.")
          .classicOnly()
          .register(registry);
  private final Histogram queued =
      Histogram.builder()
          .name("flowers_queue_duration_seconds")
          .help("From when a decoded photo is queued to the run of the network that has it.")
          .classicOnly()
          .register(registry);
  private final Histogram batches =
      Histogram.builder()
          .name("flowers_batch_photos")
          .help("Photos in a run of the network.")
          .classicOnly()
          .classicUpperBounds(1, 2, 4, 8, 16, 32, 64)
          .register(registry);

  void answered(int status, long nanos) {
    requests.labelValues(String.valueOf(status)).inc();
    latency.observe(nanos / 1e9);
    if (status == RequestException.TOO_MANY) {
      rejected.inc();
    }
  }

  void queued(long nanos) {
    queued.observe(nanos / 1e9);
  }

  void batch(int photos) {
    batches.observe(photos);
  }

  /**
   * Adds the gauges of the models. The label is what was asked for, {@code name} or {@code
   * name:version}: no two models have it in common, and a promotion goes on with the same series.
   */
  void watch(List<ClassifierModel> models) {
    GaugeWithCallback.builder()
        .name("flowers_queue_photos")
        .help("Photos that wait for the network.")
        .labelNames("model")
        .callback(gauge -> models.forEach(model -> gauge.call(model.waiting(), model.reference())))
        .register(registry);
    GaugeWithCallback.builder()
        .name("flowers_model_version")
        .help("The version that answers.")
        .labelNames("model")
        .callback(gauge -> models.forEach(model -> gauge.call(model.version(), model.reference())))
        .register(registry);
  }

  Reply reply() {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      writer.write(text, registry.scrape());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not from an array
    }
    return Reply.ok(PrometheusTextFormatWriter.CONTENT_TYPE, text.toByteArray());
  }
}
