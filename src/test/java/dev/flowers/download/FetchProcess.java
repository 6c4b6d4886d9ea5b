package dev.flowers.download;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.Progress;
import com.google.gson.Gson;
import dev.flowers.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM that fetches a file, and is killed in the middle of it. */
final class FetchProcess {
  private static final byte[] FILE = DownloaderFixture.bytes(3_000_000, 1);

  private FetchProcess() {}

  /** The other JVM's program: address, target. */
  public static void main(String[] args) throws IOException {
    new Downloader()
        .fetch(Source.of(URI.create(args[0])), Path.of(args[1]), DownloadProgress.none());
  }

  /**
   * Kills a fetching JVM, each time after some more bytes have been sent to it, until the file has
   * had {@code kills} of them, and fetches the rest. The file has no published checksum, so that
   * nothing but the resuming itself can make it right.
   */
  static void killAndResume(Path directory, int kills, long seed) throws Exception {
    Random random = new Random(seed);
    ServedFile served = new ServedFile(FILE, "\"one\"");
    AtomicInteger most = new AtomicInteger();
    LoopbackServer[] itself = new LoopbackServer[1];
    CountDownLatch[] sent = {new CountDownLatch(1)};
    Path target = directory.resolve("file.bin");
    Path partial = directory.resolve("file.bin.partial");
    try (LoopbackServer server =
        new LoopbackServer(
            (request, out) -> {
              served.answer(request, out, most.get());
              out.flush();
              if (most.get() < FILE.length) {
                sent[0].countDown();
                itself[0].stall();
              }
            })) {
      itself[0] = server;
      int resumed = 0;
      for (int kill = 0; kill < kills; kill++) {
        // What is sent may be on its way still when the kill comes, and be lost with the socket.
        most.set(1 + random.nextInt(2 * FILE.length / 3 / kills));
        sent[0] = new CountDownLatch(1);
        Process process = start(server, target);
        try {
          assertTrue(sent[0].await(60, TimeUnit.SECONDS), "the process asks for the file");
          if (kill % 2 == 0) {
            awaitLonger(partial, resumed); // half of them with some progress for certain
          }
        } finally {
          process.destroyForcibly();
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertFalse(Files.exists(target), "not before it is whole");
        resumed = Files.exists(partial) ? (int) Files.size(partial) : 0;
      }
      assertTrue(resumed > 0);
      most.set(FILE.length);
      new DownloaderFixture().fetch(Source.of(server.address("/file.bin")), target);
      assertEquals(kills + 1, server.requests().size());
      assertEquals(resumed, server.requests().get(kills).from());
    }
    assertArrayEquals(FILE, Files.readAllBytes(target));
    assertFalse(Files.exists(partial));
  }

  private static void awaitLonger(Path partial, int length) throws Exception {
    for (int i = 0; i < 6000 && (!Files.exists(partial) || Files.size(partial) <= length); i++) {
      Thread.sleep(10);
    }
    assertTrue(Files.size(partial) > length, "bytes arrive");
  }

  private static Process start(LoopbackServer server, Path target) throws IOException {
    String classPath =
        Stream.of(Downloader.class, FetchProcess.class, Gson.class, Progress.class)
            .map(type -> place(type).toString())
            .collect(Collectors.joining(File.pathSeparator));
    return JavaProcess.builder(
            classPath,
            FetchProcess.class,
            List.of("-Xmx64m", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
            List.of(server.address("/file.bin").toString(), target.toString()))
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static Path place(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
