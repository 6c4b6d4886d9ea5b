package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolsTest {
  private final EchoModel model = new EchoModel();
  private final Models models = new Models(List.of(model));
  private final DjlProtocol djl = new DjlProtocol(models);
  private final TensorFlowProtocol tensorFlow = new TensorFlowProtocol(models);
  private final OpenInferenceProtocol open = new OpenInferenceProtocol(models, () -> true);

  private static Call call(String body, String... headers) {
    return call(body.getBytes(UTF_8), headers);
  }

  private static Call call(byte[] body, String... headers) {
    return new Call(
        "echo", "", headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]), body);
  }

  private static String text(Action.Pending pending) throws RequestException {
    return new String(pending.await().body(), UTF_8);
  }

  private static RequestException refused(Action action, Call call) {
    return assertThrows(RequestException.class, () -> action.begin(call));
  }

  @Test
  void djlServingRanksTheClasses() throws RequestException {
    assertEquals(
        "[{\"className\":\"b\",\"probability\":0.75},{\"className\":\"a\",\"probability\":0.25}]",
        text(djl.predict(call("four"))));
  }

  @Test
  void djlServingTakesTheFileOfAForm() throws RequestException {
    String form =
        """
        --X
        Content-Disposition: form-data; name="note"

        hello
        --X
        Content-Disposition: form-data; name="data"; filename="a.jpg"

        four
        --X--
        """
            .replace("\n", "\r\n");
    text(djl.predict(call(form, "content-type", "multipart/form-data; boundary=X")));
    assertEquals("four", new String(model.photos.get(0), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--X\r\nbroken", "", "--X--\r\n"})
  void aBrokenFormIsABadRequest(String form) {
    Call call = call(form, "content-type", "multipart/form-data; boundary=X");
    assertEquals(400, refused(djl::predict, call).status());
  }

  @Test
  void anUnknownModelOrVersionIsNotFound() {
    for (Call call :
        List.of(
            new Call("rose", "", Map.of(), new byte[1]),
            new Call("echo", "4", Map.of(), new byte[1]))) {
      RequestException e = refused(djl::predict, call);
      assertEquals(404, e.status());
      assertTrue(e.text().endsWith("expected one of [echo:3]"), e.text());
    }
  }

  @Test
  void tensorFlowAnswersRowsAndColumns() throws RequestException {
    String photos = "[{\"b64\":\"Zm91cg==\"},{\"b64\":\"dHc=\"}]";
    assertEquals(
        "{\"predictions\":[[0.25,0.75],[0.5,0.5]]}",
        text(tensorFlow.predict(call("{\"instances\":" + photos + "}"))));
    assertEquals(
        "{\"outputs\":[[0.25,0.75],[0.5,0.5]]}",
        text(tensorFlow.predict(call("{\"inputs\":{\"images\":" + photos + "}}"))));
    assertEquals(
        "{\"predictions\":[[0.5,0.5]]}",
        text(tensorFlow.predict(call("{\"instances\":[{\"images\":{\"b64\":\"dHc=\"}}]}"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"instances\":[]}",
        "{\"instances\":[1]}",
        "{\"instances\":[{\"b64\":1}]}",
        "{\"instances\":[{\"b64\":\"?\"}]}",
        "{\"instances\":[{\"b64\":\"dHc=\"}]} more",
        "{\"instances\":[],\"inputs\":[]}",
        "{'instances':[]}"
      })
  void tensorFlowRefusesWhatIsNoRequest(String body) {
    assertEquals(400, refused(tensorFlow::predict, call(body)).status());
    assertEquals("{\"error\":\"why\"}", new String(Reply.error(400, "why").body(), UTF_8));
  }

  private static String inputs(String shape, String rest) {
    return "{\"id\":\"7\",\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":"
        + shape
        + ","
        + rest
        + "}]";
  }

  @Test
  void openInferenceAnswersJson() throws RequestException {
    assertEquals(
        "{\"model_name\":\"echo\",\"model_version\":\"3\",\"id\":\"7\",\"outputs\":[{\"name\":"
            + "\"probabilities\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[0.25,0.75]}]}",
        text(open.infer(call(inputs("[1]", "\"data\":[\"Zm91cg==\"]") + "}"))));
  }

  @Test
  void openInferenceReadsAndWritesBinaryTensors() throws RequestException {
    byte[] json =
        (inputs("[2,1]", "\"parameters\":{\"binary_data_size\":14}")
                + ",\"outputs\":[{\"name\":\"probabilities\",\"parameters\":{\"binary_data\":true}}]}")
            .getBytes(UTF_8);
    ByteBuffer body = ByteBuffer.allocate(json.length + 14).order(ByteOrder.LITTLE_ENDIAN);
    body.put(json).putInt(4).put("four".getBytes(UTF_8)).putInt(2).put("tw".getBytes(UTF_8));
    Call call = call(body.array(), "inference-header-content-length", String.valueOf(json.length));
    Reply reply = open.infer(call).await();
    int header = Integer.parseInt(reply.headers().get("Inference-Header-Content-Length"));
    String head = new String(reply.body(), 0, header, UTF_8);
    assertTrue(head.contains("\"parameters\":{\"binary_data_size\":16}"), head);
    float[] found = new float[4];
    ByteBuffer.wrap(reply.body(), header, 16)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(found);
    assertArrayEquals(new float[] {0.25f, 0.75f, 0.5f, 0.5f}, found);
    assertEquals(header + 16, reply.body().length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "99999", "99999999999"})
  void openInferenceRefusesAWrongHeaderLength(String length) {
    Call call = call("{}", "inference-header-content-length", length);
    assertEquals(400, refused(open::infer, call).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"inputs\":[]}",
        "{\"inputs\":[1]}",
        "{\"inputs\":[{\"name\":\"x\"}]}",
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"INT8\"}]}",
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[2],"
            + "\"data\":[\"dHc=\"]}]}",
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1.5],"
            + "\"data\":[\"dHc=\"]}]}",
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],"
            + "\"parameters\":{\"binary_data_size\":9}}]}",
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1]}]}"
      })
  void openInferenceRefusesWhatIsNoRequest(String body) {
    assertEquals(400, refused(open::infer, call(body)).status());
  }
}
