package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationProtocolTest {
  private final EchoModel model = new EchoModel();
  private final ExplanationProtocol protocol =
      new ExplanationProtocol(
          new Models(List.of(model)),
          limits(2, ServingOptions.defaults().explanationTime()),
          () -> true);

  static ServingOptions limits(int explanations, Duration time) {
    return ServingOptions.builder().optExplanations(explanations).optExplanationTime(time).build();
  }

  private static Call call(String version, String body) {
    return new Call("echo", version, Map.of(), body.getBytes(UTF_8));
  }

  private static int refused(Action action, Call call) {
    return assertThrows(RequestException.class, () -> action.begin(call)).status();
  }

  @Test
  void oneExplanationTooManyIsToldToComeAgain() throws RequestException {
    Action.Pending first = protocol.explain(call("", "four"));
    Action.Pending second = protocol.explain(call("3", "four"));
    assertEquals(429, refused(protocol::explain, call("", "four")));
    assertEquals(2, model.explained);
    // The second fails: its place is free all the same, and its version let go.
    assertEquals(504, assertThrows(RequestException.class, second::await).status());
    assertEquals(1, model.explained);
    Action.Pending third = protocol.explain(call("", "four"));
    assertThrows(RequestException.class, first::await);
    assertThrows(RequestException.class, third::await);
    assertEquals(0, model.explained);
  }

  @Test
  void aBadPhotoTakesNoPlace() throws RequestException {
    for (int i = 0; i < 5; i++) {
      assertEquals(400, refused(protocol::explain, call("", "1")));
      assertEquals(404, refused(protocol::explain, call("4", "four")));
    }
    assertThrows(RequestException.class, protocol.explain(call("", "four"))::await);
  }

  @Test
  void aVersionThatWasReplacedMeanwhileDoesNotExplainInItsName() throws RequestException {
    model.explaining = 4;
    assertEquals(404, refused(protocol::explain, call("3", "four")));
    assertEquals(404, refused(protocol::neighbours, call("3", "four")));
    assertEquals(0, model.explained);
    assertThrows(RequestException.class, protocol.explain(call("", "four"))::await);
  }

  @Test
  void neighboursAreJsonWithoutWhatIsUnknown() throws RequestException {
    assertEquals(
        "{\"model\":\"echo\",\"version\":3,\"unchanged\":true,\"neighbors\":["
            + "{\"path\":\"a/1.jpg\",\"className\":\"a\",\"similarity\":0.5},"
            + "{\"className\":\"b\",\"similarity\":1.0,\"thumbnail\":\"data:image/png;base64,cGl4ZWw=\"}"
            + "]}",
        new String(protocol.neighbours(call("", "four")).await().body(), UTF_8));
    assertEquals(0, model.explained);
  }
}
