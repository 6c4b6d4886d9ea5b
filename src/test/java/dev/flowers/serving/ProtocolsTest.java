package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    assertEquals("four", new String(((Photo.Encoded) model.photos.get(0)).bytes(), UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--X\r\nbroken", "", "--X--\r\n"})
  void aBrokenFormIsABadRequest(String form) {
    Call call = call(form, "content-type", "multipart/form-data; boundary=X");
    assertEquals(400, refused(djl::predict, call).status());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", "; boundary=", "; boundary=\"X", "; a=\"; boundary=X"})
  void aFormWithoutABoundaryIsABadRequest(String parameters) {
    Call call = call("--X--\r\n", "content-type", "multipart/form-data" + parameters);
    assertTrue(refused(djl::predict, call).text().startsWith("Content-Type: found no boundary"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"form-data; name=\"a", "\"", "form-data; filename=\"a", ";;=", "form-data; name"})
  void aPartsHeaderIsNoReasonToFail(String disposition) {
    String form = "--X\r\nContent-Disposition: " + disposition + "\r\n\r\nfour\r\n--X--\r\n";
    Call call = call(form, "content-type", "multipart/form-data; boundary=X");
    try {
      text(djl.predict(call));
      assertEquals("four", new String(((Photo.Encoded) model.photos.get(0)).bytes(), UTF_8));
    } catch (RequestException e) {
      assertEquals(400, e.status());
    }
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

  /** The current version, which is followed, is 3 here; 1 and 3 stay. */
  @Test
  void eachVersionOfANameIsListedOnce() throws RequestException {
    Models several = new Models(List.of(new EchoModel(3), new EchoModel(1), new EchoModel(3)));
    Call one = new Call("echo", "1", Map.of(), new byte[0]);
    OpenInferenceProtocol inference = new OpenInferenceProtocol(several, () -> true);
    String all = text(inference.metadata(call("")));
    assertTrue(all.startsWith("{\"name\":\"echo\",\"versions\":[\"3\",\"1\"],"), all);
    String only = text(inference.metadata(one));
    assertTrue(only.startsWith("{\"name\":\"echo\",\"versions\":[\"1\"],"), only);

    String state =
        ",\"state\":\"AVAILABLE\",\"status\":{\"error_code\":\"OK\",\"error_message\":\"\"}}";
    String first = "{\"version\":\"1\"" + state;
    TensorFlowProtocol rest = new TensorFlowProtocol(several);
    assertEquals(
        "{\"model_version_status\":[{\"version\":\"3\"" + state + "," + first + "]}",
        text(rest.status(call(""))));
    assertEquals("{\"model_version_status\":[" + first + "]}", text(rest.status(one)));
    Call none = new Call("echo", "2", Map.of(), new byte[0]);
    RequestException e = refused(rest::status, none);
    assertEquals(404, e.status());
    assertTrue(e.text().endsWith("expected one of [echo:3, echo:1]"), e.text());

    String entry = "{\"modelName\":\"echo\",\"version\":\"%s\",\"status\":\"READY\"}";
    assertEquals(
        "{\"models\":[" + entry.replace("%s", "3") + "," + entry.replace("%s", "1") + "]}",
        text(new DjlProtocol(several).list(call(""))));
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
        "{'instances':[]}",
        "{\"instances\":[{\"b64\":\"dHc=\"}],\"instances\":[]}",
        "{\"instances\":[{\"b64\":\"dHc=\"},[[[1]]]]}",
        "{\"instances\":[[[[0,0],[0,0]],[[0,0],[0,0]]]]}",
        "{\"instances\":[[[[0,0,0],[0,0,0]],[[0,0,0],[0,0]]]]}",
        "{\"instances\":[[[[0,0,0],[0,0,0]],[[0,0,0],[0,0,2]]]]}",
        "{\"instances\":[[[[0,0,0],[0,0,0]],[[0,0,0],[0,0,\"0\"]]]]}",
        "{\"instances\":[[[[0,0,0],[0,0,0]],[[0,0,0],[0,0,1e999]]]]}",
        "{\"signature_name\":\"pixels\",\"instances\":[[[[0.5,0,0]]]]}",
        "{\"signature_name\":\"pixels\",\"instances\":[[[[256,0,0]]]]}",
        "{\"signature_name\":\"pixels\",\"instances\":[{\"rgb\":[[[1,0,0]]]}]}",
        "{\"signature_name\":\"rose\",\"instances\":[{\"b64\":\"dHc=\"}]}",
        "{\"instances\":[[[[[0]]]]]}",
        "{\"instances\":[[]]}",
        "{\"inputs\":{\"images\":[{\"b64\":\"dHc=\"}],\"photos\":[]}}",
        "{\"instances\":[{},{\"b64\":\"dHc=\"}]}",
        "{\"instances\":[{\"b64\":\"dHc=\",\"images\":{\"b64\":\"dHc=\"}}]}",
        "{\"instances\":[{\"images\":{}},{\"b64\":\"dHc=\"}]}",
        "{\"inputs\":[{},{\"b64\":\"dHc=\"}]}",
        "{\"inputs\":{\"images\":[{},{\"b64\":\"dHc=\"}]}}"
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
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1]}]}",
        "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"pixels\",\"datatype\":\"FP32\",\"shape\":[1,1,1,3],"
            + "\"data\":[1,2,3]}]}",
        "{\"inputs\":[{\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[1,1,1,3],"
            + "\"data\":[\"dHc=\"]}]}",
        "{\"inputs\":[{\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[1,1,1,3],"
            + "\"data\":[1,2]}]}",
        "{\"inputs\":[{\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[0,1,1,3],"
            + "\"data\":[]}]}",
        "{\"inputs\":[{\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[2,1,1,3],"
            + "\"data\":[[[[1,2,3],[4,5,6]]]]}]}",
        "{\"inputs\":[{\"data\":[[[[1,2,3],[4,5,6]]]],\"shape\":[1,2,1,3],"
            + "\"name\":\"pixels\",\"datatype\":\"UINT8\"}]}",
        "{\"inputs\":[{\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[1,65536,65536,3],"
            + "\"data\":[1]}]}",
        "{\"inputs\":[{\"name\":\"photos\",\"datatype\":\"FP32\",\"shape\":[1,3,3,3],"
            + "\"data\":[1]}]}",
        "{\"id\":7,\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[1],"
            + "\"data\":[\"dHc=\"]}]}"
      })
  void openInferenceRefusesWhatIsNoRequest(String body) {
    assertEquals(400, refused(open::infer, call(body)).status());
  }

  private Photo only() {
    assertEquals(1, model.photos.size());
    return model.photos.get(0);
  }

  private static final String SQUARE = "[[[0,0.1,0.2],[0.3,0.4,0.5]],[[0.6,0.7,0.8],[0.9,1,1]]]";
  private static final float[] SQUARE_NUMBERS = {
    0, 0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f, 0.9f, 1, 1
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"instances\":[" + SQUARE + "]}",
        "{\"instances\":[{\"photos\":" + SQUARE + "}]}",
        "{\"inputs\":[" + SQUARE + "]}",
        "{\"inputs\":{\"photos\":[" + SQUARE + "]},\"signature_name\":\"serving_default\"}"
      })
  void tensorFlowTakesTheNumbersOfTheDefaultSignature(String body) throws RequestException {
    text(tensorFlow.predict(call(body)));
    assertArrayEquals(SQUARE_NUMBERS, ((Photo.Square) only()).unitRgb());
  }

  @Test
  void tensorFlowTakesPixelsOfAnySizeAndSquaresUpTo255() throws RequestException {
    text(tensorFlow.predict(call("{\"instances\":[[[[1,2,255]]]],\"signature_name\":\"pixels\"}")));
    Photo.Pixels pixels = (Photo.Pixels) only();
    assertEquals(List.of(1, 1), List.of(pixels.width(), pixels.height()));
    assertArrayEquals(new byte[] {1, 2, -1}, pixels.rgb());
    model.photos.clear();
    text(
        tensorFlow.predict(
            call("{\"inputs\":{\"rgb\":[[[[0,0,0],[0,0,0]],[[0,0,0],[0,51,255]]]]}}")));
    float[] unit = ((Photo.Square) only()).unitRgb();
    assertArrayEquals(new float[] {0, 0.2f, 1}, Arrays.copyOfRange(unit, 9, 12), 1e-7f);
  }

  @Test
  void tensorFlowsMetadataListsTheExportedSignatures() throws RequestException {
    JsonObject json = JsonParser.parseString(text(tensorFlow.metadata(call("")))).getAsJsonObject();
    JsonObject signatures =
        json.getAsJsonObject("metadata")
            .getAsJsonObject("signature_def")
            .getAsJsonObject("signature_def");
    assertEquals(Set.of("serving_default", "rgb", "pixels", "encoded"), signatures.keySet());
    assertTrue(
        signatures.toString().contains("\"photos\":{\"dtype\":\"DT_FLOAT\""),
        signatures.toString());
    assertEquals("3", json.getAsJsonObject("model_spec").get("version").getAsString());
  }

  private static byte[] pixels(String name, String type, String shape, byte[] bytes) {
    byte[] json =
        ("{\"inputs\":[{\"name\":\""
                + name
                + "\",\"shape\":"
                + shape
                + ",\"datatype\":\""
                + type
                + "\",\"parameters\":{\"binary_data_size\":"
                + bytes.length
                + "}}]}")
            .getBytes(UTF_8);
    return ByteBuffer.allocate(json.length + bytes.length).put(json).put(bytes).array();
  }

  private static Call binary(byte[] body, int tail) {
    return call(body, "inference-header-content-length", String.valueOf(body.length - tail));
  }

  @Test
  void openInferenceTakesTensorsOfPixels() throws RequestException {
    byte[] rgb = {1, 2, -1, 4, 5, 6};
    text(open.infer(binary(pixels("pixels", "UINT8", "[1,1,2,3]", rgb), rgb.length)));
    Photo.Pixels pixels = (Photo.Pixels) only();
    assertEquals(List.of(2, 1), List.of(pixels.width(), pixels.height()));
    assertArrayEquals(rgb, pixels.rgb());

    model.photos.clear();
    ByteBuffer floats = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    floats.asFloatBuffer().put(SQUARE_NUMBERS);
    text(open.infer(binary(pixels("photos", "FP32", "[1,2,2,3]", floats.array()), 48)));
    assertArrayEquals(SQUARE_NUMBERS, ((Photo.Square) only()).unitRgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1,2,3,4,5,6]", "[[[[1,2,3],[4,5,6]]]]", "[[[1,2,3],[4,5,6]]]"})
  void openInferenceTakesFlatAndNestedNumbers(String data) throws RequestException {
    text(
        open.infer(
            call(
                "{\"inputs\":[{\"data\":"
                    + data
                    + ",\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[1,1,2,3]}]}")));
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, ((Photo.Pixels) only()).rgb());
  }

  @Test
  void openInferenceRefusesBinaryDataOfAnotherLengthAndNumbersBeyondTheRange() {
    byte[] short1 = pixels("pixels", "UINT8", "[1,1,2,3]", new byte[5]);
    assertEquals(400, refused(open::infer, binary(short1, 5)).status());
    byte[] odd = pixels("photos", "FP32", "[1,2,2,3]", new byte[47]);
    assertEquals(400, refused(open::infer, binary(odd, 47)).status());
    ByteBuffer nan = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    nan.putFloat(4, Float.NaN);
    byte[] body = pixels("photos", "FP32", "[1,2,2,3]", nan.array());
    assertEquals(400, refused(open::infer, binary(body, 48)).status());
  }

  @Test
  void metadataListsEachInputThatIsTaken() throws RequestException {
    String json = text(open.metadata(call("")));
    assertTrue(
        json.contains(
            "\"inputs\":[{\"name\":\"images\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                + "{\"name\":\"pixels\",\"datatype\":\"UINT8\",\"shape\":[-1,-1,-1,3]},"
                + "{\"name\":\"photos\",\"datatype\":\"FP32\",\"shape\":[-1,2,2,3]},"
                + "{\"name\":\"rgb\",\"datatype\":\"FP32\",\"shape\":[-1,2,2,3]}]"),
        json);
  }
}
