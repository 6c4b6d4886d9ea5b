package dev.flowers.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.util.JsonUtils;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class FlatJsonTest {
  private static final long MOST = 999_999_999_999_999_999L;

  @Property(tries = 300, seed = "16")
  void whatIsWrittenIsReadBackHereAndElsewhere(
      @ForAll String name,
      @ForAll String text,
      @ForAll @LongRange(min = -MOST, max = MOST) long n) {
    String json = new FlatJson().put("x" + name, text).put("number", n).toString();
    FlatJson read = FlatJson.parse(json).orElseThrow();
    assertEquals(Optional.of(text), read.text("x" + name));
    assertEquals(OptionalLong.of(n), read.number("number"));
    Map<?, ?> elsewhere = JsonUtils.GSON.fromJson(json, Map.class);
    assertEquals(text, elsewhere.get("x" + name));
  }

  @Property(tries = 300, seed = "16")
  void aTornObjectIsNone(@ForAll String text, @ForAll @LongRange(min = 0, max = 1) long n) {
    String json = new FlatJson().put("address", text).put("size", n).toString();
    int cut = (int) Math.floorMod((long) text.hashCode(), (long) json.length());
    assertTrue(FlatJson.parse(json.substring(0, cut)).isEmpty());
  }

  @Property(tries = 300, seed = "16")
  void nothingBreaksTheParser(@ForAll String text) {
    FlatJson.parse("{" + text + "}");
    FlatJson.parse("{\"a\":" + text + "}");
    ContentRange.parse("bytes " + text);
  }

  @Test
  void aLongTextCostsNoStack() {
    String text = "\\".repeat(1_000_000);
    FlatJson read = FlatJson.parse(new FlatJson().put("a", text).toString()).orElseThrow();
    assertEquals(Optional.of(text), read.text("a"));
    assertTrue(FlatJson.parse("{\"a\":\"" + text + "}").isEmpty());
  }

  @Test
  void otherKindsOfValuesAreNoneOfOurs() {
    for (String json :
        new String[] {"", "{", "[]", "{\"a\":{}}", "{\"a\":1,}", "{\"a\" 1}", "{a:1}"}) {
      assertTrue(FlatJson.parse(json).isEmpty(), json);
    }
    assertTrue(FlatJson.parse(" { } ").isPresent());
    assertTrue(FlatJson.parse("{\"a\":1}").orElseThrow().text("a").isEmpty());
  }
}
