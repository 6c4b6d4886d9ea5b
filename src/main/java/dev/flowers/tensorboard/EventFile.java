package dev.flowers.tensorboard;

import dev.flowers.tfrecord.TfRecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * An event file: a TFRecord of TensorFlow's {@code Event} protocol buffers, the first of which
 * names the format. Each event is with the operating system when the call returns, so that
 * TensorBoard can follow. Not thread-safe; whoever creates it closes it.
 */
final class EventFile implements AutoCloseable {
  private static final String VERSION = "brain.Event:2";

  private final TfRecordWriter writer;
  private final Clock clock;

  private EventFile(TfRecordWriter writer, Clock clock) {
    this.writer = writer;
    this.clock = clock;
  }

  /**
   * Creates a file in a directory, which is made if it is missing. TensorBoard takes every file
   * with {@code tfevents} in its name; the directory is the curve's name.
   */
  static EventFile create(Path directory, Clock clock) throws IOException {
    Files.createDirectories(directory);
    String name =
        String.format(
            Locale.ROOT,
            "events.out.tfevents.%010d.%s",
            clock.instant().getEpochSecond(),
            host(System.getenv()));
    EventFile file = new EventFile(TfRecordWriter.create(directory.resolve(name)), clock);
    try {
      file.write(Event.newBuilder().setFileVersion(VERSION));
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Says a host's name without asking the network for it, as Java's InetAddress would. */
  static String host(Map<String, String> environment) {
    return Optional.ofNullable(environment.get("HOSTNAME"))
        .or(() -> Optional.ofNullable(environment.get("COMPUTERNAME")))
        .filter(name -> name.matches("[A-Za-z0-9._-]+"))
        .orElse("localhost");
  }

  /**
   * Appends figures.
   *
   * @param step where on the horizontal axis
   * @param scalars tag and value
   */
  void scalars(long step, Map<String, Double> scalars) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    scalars.forEach(
        (tag, value) ->
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
    write(Event.newBuilder().setStep(step).setSummary(summary));
  }

  private void write(Event.Builder event) throws IOException {
    Instant now = clock.instant();
    double seconds = now.getEpochSecond() + now.getNano() / 1e9;
    writer.write(event.setWallTime(seconds).build().toByteArray());
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
