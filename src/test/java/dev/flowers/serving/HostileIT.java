package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.SmallModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Requests that mean harm: each gets a documented code, and the server answers the next as ever.
 */
class HostileIT {
  private static final int BODY = 1 << 20;
  private static final Duration BODY_TIME = Duration.ofSeconds(1);
  private static final String MODEL = "flowers-vgg16";

  /** What docs/serving.md lists, and what HTTP itself has for a broken head of a request. */
  private static final Set<Integer> DOCUMENTED =
      Set.of(200, 400, 404, 405, 408, 413, 414, 417, 421, 426, 429, 431, 501, 503, 504, 505);

  @TempDir static Path directory;
  private static FlowerServer server;
  private static byte[] photo;
  private static String answer;

  /** A request, to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // sent once, never compared
  private record Sample(String path, String headers, byte[] body) {}

  @BeforeAll
  static void start() throws IOException {
    SmallModel.Painted painted = SmallModel.paintedIn(directory, 4);
    ServingOptions options =
        ServingOptions.builder()
            .optQueue(16)
            .optBodyBytes(BODY)
            .optPixels(1_000_000)
            .optBodyTime(BODY_TIME)
            .build();
    server = FlowerServer.builder().optHome(painted.home()).optPort(0).optOptions(options).start();
    photo = Files.readAllBytes(painted.photos().get(0));
    answer = ask();
  }

  @AfterAll
  static void close() {
    server.close();
  }

  @AfterEach
  void answersAsEver() throws IOException {
    assertEquals(answer, ask());
  }

  private static RawClient connect() throws IOException {
    return new RawClient(server.address().getPort());
  }

  private static String ask() throws IOException {
    return post(photo).text();
  }

  private static RawClient.Response post(byte[] body) throws IOException {
    try (RawClient client = connect()) {
      return client.post("/predictions/" + MODEL, "", body);
    }
  }

  @Test
  void mutatedRequestsGetDocumentedCodes() throws IOException {
    mutate(250);
  }

  /** {@code -Dmutations=10000} for each protocol. */
  @Test
  @Tag("soak")
  @EnabledIfSystemProperty(named = "mutations", matches = "[0-9]+")
  void manyMutatedRequestsGetDocumentedCodes() throws IOException {
    mutate(Integer.getInteger("mutations"));
  }

  private static List<Sample> samples() {
    String base64 = Base64.getEncoder().encodeToString(photo);
    byte[] json =
        ("{\"id\":\"1\",\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],"
                + "\"parameters\":{\"binary_data_size\":"
                + (photo.length + 4)
                + "}}],\"outputs\":[{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":true}}]}")
            .getBytes(UTF_8);
    byte[] binary =
        ByteBuffer.allocate(json.length + 4 + photo.length)
            .put(json)
            .putInt(Integer.reverseBytes(photo.length))
            .put(photo)
            .array();
    byte[] form =
        ByteBuffer.allocate(photo.length + 100)
            .put(
                "--X\r\nContent-Disposition: form-data; name=\"d\"; filename=\"a\"\r\n\r\n"
                    .getBytes(UTF_8))
            .put(photo)
            .put("\r\n--X--\r\n".getBytes(UTF_8))
            .array();
    String pixels = "[[[1,2,3],[4,5,6]],[[7,8,9],[10,11,255]]]";
    String v1 = "/v1/models/" + MODEL + ":predict";
    String v2 = "/v2/models/" + MODEL + "/infer";
    return List.of(
        new Sample("/predictions/" + MODEL, "", photo),
        new Sample(
            "/predictions/" + MODEL, "Content-Type: multipart/form-data; boundary=X\r\n", form),
        new Sample(v1, "", ("{\"instances\":[{\"b64\":\"" + base64 + "\"}]}").getBytes(UTF_8)),
        new Sample(
            v1,
            "",
            ("{\"signature_name\":\"pixels\",\"inputs\":[" + pixels + "]}").getBytes(UTF_8)),
        new Sample(v2, "Inference-Header-Content-Length: " + json.length + "\r\n", binary),
        new Sample(
            v2,
            "",
            ("{\"inputs\":[{\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[1,2,2,3],\"data\":"
                    + pixels
                    + "}]}")
                .getBytes(UTF_8)));
  }

  /** Two samples a protocol, so many requests a protocol. */
  private static void mutate(int requests) throws IOException {
    Random random = new Random(12);
    Map<Integer, Integer> codes = new TreeMap<>();
    for (Sample sample : samples()) {
      try (RawClient client = connect()) {
        assertEquals(200, client.post(sample.path(), sample.headers(), sample.body()).status());
      }
      for (int i = 0; i < requests / 2; i++) {
        String seen = sample.path() + " " + i;
        byte[] body = i % 3 == 0 ? sample.body() : mutated(sample.body(), random);
        int length = i % 7 == 1 ? body.length + random.nextInt(9) - 4 : body.length;
        String more = "Connection: close\r\n" + sample.headers();
        byte[] head = RawClient.head(sample.path(), Math.max(0, length), more).getBytes(UTF_8);
        byte[] sent = i % 3 == 0 ? mutated(head, random) : head;
        int code = send(sent, body);
        assertTrue(DOCUMENTED.contains(code) || (code == 0 && i % 3 == 0), seen + ": " + code);
        codes.merge(code, 1, Integer::sum);
      }
    }
    // The mutations reach both sides of each check.
    assertTrue(codes.getOrDefault(200, 0) > 0 && codes.getOrDefault(400, 0) > 0, codes.toString());
  }

  /** The status; 0 if there was none. */
  private static int send(byte[] head, byte[] body) throws IOException {
    try (RawClient client = connect()) {
      try {
        client.send(ByteBuffer.allocate(head.length + body.length).put(head).put(body).array());
        client.socket.shutdownOutput();
      } catch (SocketException e) {
        // It answered before the end, and closed.
      }
      try {
        return client.receive().status();
      } catch (SocketException e) {
        return 0;
      }
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
          changed[random.nextInt(changed.length)] = (byte) random.nextInt();
        }
      }
      case 1 -> changed = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> {
        int from = random.nextInt(bytes.length);
        int to = from + random.nextInt(Math.min(200, bytes.length - from + 1));
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        twice.write(bytes, 0, to);
        twice.write(bytes, from, bytes.length - from);
        changed = twice.toByteArray();
      }
      default -> {
        String[] marks = {"[", "{", "\"", "-1", "1e999", "null", ",", "\0", "\u00ff", "\r\n"};
        byte[] mark = marks[random.nextInt(marks.length)].getBytes(UTF_8);
        int at = random.nextInt(bytes.length);
        changed =
            ByteBuffer.allocate(bytes.length + mark.length)
                .put(bytes, 0, at)
                .put(mark)
                .put(bytes, at, bytes.length - at)
                .array();
      }
    }
    return changed;
  }

  @Test
  void aGigabyteIsRefusedWhenItIsAnnounced() throws IOException {
    try (RawClient client = connect()) {
      client.send(RawClient.head("/predictions/" + MODEL, 1L << 30, "").getBytes(UTF_8));
      assertEquals(413, client.receive().status());
    }
  }

  /** Closing a connection on what still comes would reset it, and the reply would be lost. */
  @Test
  void aClientThatSendsOnGetsTheReplyAllTheSame() throws IOException {
    byte[] body = new byte[20 * BODY];
    for (String path : List.of("/predictions/" + MODEL, "/nothing", "/ping")) {
      try (RawClient client = connect()) {
        int status = client.post(path, "", body).status();
        assertEquals(path.endsWith(MODEL) ? 413 : path.equals("/ping") ? 405 : 404, status, path);
        assertEquals(-1, client.socket.getInputStream().read(), path);
      }
    }
  }

  @Test
  void slowBodiesAreEndedAndHealthAnswersMeanwhile() throws Exception {
    List<RawClient> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 16; i++) {
        RawClient client = connect();
        slow.add(client);
        client.send(RawClient.head("/predictions/" + MODEL, 1000, "").getBytes(UTF_8));
      }
      long start = System.nanoTime();
      for (int round = 0; round < 12; round++) {
        Thread.sleep(100);
        for (RawClient client : slow) {
          trickle(client);
        }
      }
      try (RawClient health = connect()) {
        health.send("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        assertEquals(200, health.receive().status());
      }
      for (RawClient client : slow) {
        assertEquals(408, client.receive().status());
      }
      assertTrue(System.nanoTime() - start < 10 * BODY_TIME.toNanos());
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
  }

  private static void trickle(RawClient client) {
    try {
      client.send(new byte[1]);
    } catch (IOException answered) {
      // It was told, and closed.
    }
  }

  @Test
  void pngsThatGrowAreRefusedOrHarmless() throws IOException {
    byte[] zeros = new byte[50 << 20];
    assertEquals(400, post(png(60_000, 60_000, new byte[100], new byte[0])).status());
    // More data than the picture has: decoded as far as that, or refused.
    int code = post(png(10, 10, zeros, new byte[0])).status();
    assertTrue(code == 200 || code == 400, String.valueOf(code));
    byte[] rows = new byte[10 * 31];
    assertEquals(200, post(png(10, 10, rows, new byte[0])).status());
    assertEquals(200, post(png(10, 10, rows, deflated(zeros))).status());
  }

  private static byte[] png(int width, int height, byte[] raw, byte[] profile) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(file);
    out.writeLong(0x89504E470D0A1A0AL);
    chunk(
        out,
        "IHDR",
        ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 8).put((byte) 2).array());
    if (profile.length > 0) {
      chunk(
          out,
          "iCCP",
          ByteBuffer.allocate(3 + profile.length)
              .put((byte) 'x')
              .putShort((short) 0)
              .put(profile)
              .array());
    }
    chunk(out, "IDAT", deflated(raw));
    chunk(out, "IEND", new byte[0]);
    return file.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(type.getBytes(UTF_8));
    crc.update(data);
    out.writeInt(data.length);
    out.write(type.getBytes(UTF_8));
    out.write(data);
    out.writeInt((int) crc.getValue());
  }

  private static byte[] deflated(byte[] raw) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(raw);
    }
    return bytes.toByteArray();
  }

  @Test
  void clientsThatVanishLeaveNothing() throws Exception {
    for (int i = 0; i < 100; i++) {
      try (RawClient client = connect()) {
        byte[] head = RawClient.head("/predictions/" + MODEL, photo.length, "").getBytes(UTF_8);
        client.send(i % 2 == 0 ? head : Arrays.copyOf(head, head.length / 2));
        if (i % 4 == 0) {
          client.send(photo);
        }
        client.socket.setSoLinger(true, 0); // the connection is reset
      }
    }
    // Each of the 16 places is free again, once the server has noticed.
    for (int i = 0; i < 100 && post(photo).status() == 429; i++) {
      Thread.sleep(50);
    }
    try (RawClient halfClosed = connect()) {
      halfClosed.send(RawClient.head("/predictions/" + MODEL, 10, "").getBytes(UTF_8));
      halfClosed.socket.shutdownOutput();
      assertEquals(400, halfClosed.receive().status());
    }
  }

  @Test
  void errorsOfTheHttpParserAreJson() throws IOException {
    try (RawClient client = connect()) {
      client.send("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      RawClient.Response refused = client.receive();
      assertEquals(505, refused.status());
      assertTrue(refused.text().startsWith("{\"code\":505,"), refused.text());
      assertFalse(refused.text().contains("<"), refused.text());
    }
  }
}
