package dev.flowers.download;

import dev.flowers.storage.Quantity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Downloads one source into a partial file, with as many requests as it takes. */
final class HttpFetch {
  private final Source source;
  private final Path target;
  private final PartialFile partial;
  private final DownloadOptions options;
  private final Backoff backoff;
  private final DownloadProgress progress;
  private final byte[] buffer = new byte[1 << 16];
  private boolean answered;
  private boolean ranges = true;

  HttpFetch(
      Source source,
      Path target,
      PartialFile partial,
      DownloadOptions options,
      Backoff backoff,
      DownloadProgress progress) {
    this.source = source;
    this.target = target;
    this.partial = partial;
    this.options = options;
    this.backoff = backoff;
    this.progress = progress;
  }

  /** Tries until all bytes are there, or there is no sense in trying on. */
  void run() throws IOException {
    int failures = 0;
    // A server that always starts over makes no progress, however much it sends.
    long most = partial.length();
    while (true) {
      try {
        attempt();
        return;
      } catch (FetchAttemptException e) {
        failures = partial.length() > most ? 1 : failures + 1;
        most = Math.max(most, partial.length());
        requireHope(e, failures);
        backoff.await(failures, e.retryAfter());
      }
    }
  }

  private void requireHope(FetchAttemptException e, int failures) throws DownloadException {
    String trouble = String.valueOf(e.getMessage());
    if (e.kind() == FetchAttemptException.Kind.LASTING
        || (e.kind() == FetchAttemptException.Kind.UNREACHABLE && !answered)) {
      throw DownloadException.of(source, target, trouble, e);
    }
    if (failures > options.retries()) {
      throw DownloadException.of(
          source,
          target,
          trouble + ", and " + options.retries() + " retries did not help; a later run goes on",
          e);
    }
    if (e.retryAfter().compareTo(options.longestDelay()) > 0) {
      throw DownloadException.of(
          source,
          target,
          trouble + ", and asks to come back in " + e.retryAfter().toSeconds() + " s",
          e);
    }
  }

  private void attempt() throws IOException {
    Optional<PartialState> state =
        partial.state().filter(from -> from.address().equals(source.address().toString()));
    long from = partial.length();
    if (state.isPresent() && state.get().total().equals(OptionalLong.of(from))) {
      return; // killed between the last byte and the renaming
    }
    if (state.isEmpty() || from == 0 || !resumable(state.get())) {
      try (HttpReply reply = ask(Map.of())) {
        receiveWhole(reply);
      }
      return;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Range", "bytes=" + from + "-");
    state.get().validator().ifPresent(validator -> headers.put("If-Range", validator));
    try (HttpReply reply = ask(headers)) {
      switch (reply.status()) {
        case 206 -> receiveRest(reply, state.get(), from);
        case 416 -> endIfWhole(reply, state.get(), from);
        default -> receiveWhole(reply);
      }
    }
  }

  /** Without the server's word or a checksum, the rest may be of another file. */
  private boolean resumable(PartialState state) {
    return ranges && (state.validator().isPresent() || source.hasChecksum());
  }

  private HttpReply ask(Map<String, String> headers) throws IOException {
    HttpReply reply = HttpReply.to(source.address(), headers, options);
    answered = true;
    return reply;
  }

  private void receiveWhole(HttpReply reply) throws IOException {
    requireOk(reply);
    OptionalLong total = reply.contentLength();
    requireSize(total);
    if (!reply.marksItsEnd() && source.size().isEmpty() && !source.hasChecksum()) {
      throw FetchAttemptException.lasting(
          "the server does not say how long the file is, so that a cut would not show");
    }
    partial.restart(
        new PartialState(
            source.address().toString(),
            reply.header("ETag"),
            reply.header("Last-Modified"),
            total));
    receive(reply, total);
    if (total.isEmpty()) {
      requireNotShorter();
    }
  }

  private void receiveRest(HttpReply reply, PartialState state, long from) throws IOException {
    String header = reply.header("Content-Range").orElse("");
    Optional<ContentRange> range = ContentRange.parse(header);
    OptionalLong total = range.map(ContentRange::total).orElse(OptionalLong.empty());
    if (range.isEmpty()
        || range.get().first() != from
        || contradict(total, state.total())
        || contradict(
            reply.contentLength(), OptionalLong.of(range.get().last() - range.get().first() + 1))) {
      ranges = false;
      throw FetchAttemptException.passing(
          "found Content-Range \"" + header + "\", expected one that begins with bytes " + from);
    }
    Optional<String> etag = reply.header("ETag");
    if (etag.isPresent() && state.etag().isPresent() && !etag.equals(state.etag())) {
      // The server did not heed If-Range.
      ranges = false;
      throw FetchAttemptException.passing("the file changed while it was downloaded");
    }
    requireSize(total);
    long end = range.get().last() + 1;
    receive(reply, OptionalLong.of(end));
    long whole = total.orElse(state.total().orElse(end));
    if (end < whole) {
      throw FetchAttemptException.passing("the server sent bytes up to " + end + " of " + whole);
    }
  }

  private void endIfWhole(HttpReply reply, PartialState state, long from) throws IOException {
    OptionalLong total = ContentRange.unsatisfied(reply.header("Content-Range").orElse(""));
    if (total.equals(OptionalLong.of(from))) {
      partial.describe(state.withTotal(from));
      return;
    }
    ranges = false;
    throw FetchAttemptException.passing(
        "the server has no bytes from " + from + " on (status 416)");
  }

  private void receive(HttpReply reply, OptionalLong end) throws IOException {
    partial.requireSpace(end.orElse(0) - partial.length());
    long total = end.orElse(source.size().orElse(-1));
    progress.bytes(partial.length(), total);
    while (end.isEmpty() || partial.length() < end.getAsLong()) {
      long most = end.orElse(Long.MAX_VALUE) - partial.length();
      int count = reply.read(buffer, (int) Math.min(buffer.length, most));
      if (count < 0) {
        break;
      }
      partial.append(buffer, count);
      if (source.size().isPresent() && partial.length() > source.size().getAsLong()) {
        long found = partial.length();
        partial.discard();
        throw FetchAttemptException.lasting(
            "found "
                + Quantity.of(found, "byte")
                + " or more, expected "
                + source.size().getAsLong());
      }
      progress.bytes(partial.length(), total);
    }
    if (end.isPresent() && partial.length() < end.getAsLong()) {
      throw FetchAttemptException.passing(
          "the connection ended after " + partial.length() + " of " + end.getAsLong() + " bytes");
    }
  }

  private void requireOk(HttpReply reply) throws FetchAttemptException {
    int status = reply.status();
    if (status == 200) {
      return;
    }
    String found = "the server answers with status " + status;
    // 408 request time-out, 425 too early, 429 too many requests.
    if (status >= 500 || status == 408 || status == 425 || status == 429) {
      Duration wait = reply.retryAfter();
      throw FetchAttemptException.passing(found, wait);
    }
    throw FetchAttemptException.lasting(found + ", expected 200");
  }

  /** What the server announces is not what is published: an error page, or another version. */
  private void requireSize(OptionalLong total) throws FetchAttemptException {
    if (contradict(total, source.size())) {
      throw FetchAttemptException.lasting(
          "the server announces "
              + total.getAsLong()
              + " bytes, expected "
              + source.size().getAsLong());
    }
  }

  private void requireNotShorter() throws FetchAttemptException {
    if (partial.length() < source.size().orElse(0)) {
      throw FetchAttemptException.passing(
          "the body ended after "
              + partial.length()
              + " of "
              + source.size().getAsLong()
              + " bytes");
    }
  }

  private static boolean contradict(OptionalLong one, OptionalLong other) {
    return one.isPresent() && other.isPresent() && one.getAsLong() != other.getAsLong();
  }
}
