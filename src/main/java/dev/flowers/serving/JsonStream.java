package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads a JSON request from its beginning to its end, without a tree of it; what is wrong becomes a
 * {@link RequestException}.
 */
final class JsonStream {
  private final JsonReader in;

  JsonStream(byte[] body, int from, int length) {
    this.in =
        new JsonReader(new InputStreamReader(new ByteArrayInputStream(body, from, length), UTF_8));
    in.setStrictness(Strictness.STRICT);
  }

  /** Reads a value, which it must do wholly. */
  @FunctionalInterface
  interface Value {
    void read() throws RequestException;
  }

  /** Reads a member's value, which it must do wholly. */
  @FunctionalInterface
  interface Member {
    void read(String name) throws RequestException;
  }

  private interface Step<T> {
    T take() throws IOException, RequestException;
  }

  private static <T> T step(Step<T> step) throws RequestException {
    try {
      return step.take();
    } catch (IOException | IllegalStateException | NumberFormatException | ArithmeticException e) {
      throw JsonBody.wrong("body", "no JSON", "a JSON object");
    }
  }

  /** The next token. */
  JsonToken peek() throws RequestException {
    return step(in::peek);
  }

  /** Reads an object; a member that is there twice is refused. */
  void object(String called, Member member) throws RequestException {
    expect(called, JsonToken.BEGIN_OBJECT, "an object");
    step(
        () -> {
          Set<String> names = new HashSet<>();
          in.beginObject();
          while (in.hasNext()) {
            String name = in.nextName();
            if (!names.add(name)) {
              throw JsonBody.wrong(called, "a member twice", "each once");
            }
            member.read(name);
          }
          in.endObject();
          return called;
        });
  }

  /** Reads an array. */
  void array(String called, Value element) throws RequestException {
    expect(called, JsonToken.BEGIN_ARRAY, "an array");
    step(
        () -> {
          in.beginArray();
          while (in.hasNext()) {
            element.read();
          }
          in.endArray();
          return called;
        });
  }

  /** Reads a string. */
  String string(String called) throws RequestException {
    expect(called, JsonToken.STRING, "a string");
    return step(in::nextString);
  }

  /** Reads a string of base64. */
  byte[] base64(String called) throws RequestException {
    return JsonBody.base64(string(called), called);
  }

  /** Reads true or false. */
  boolean flag(String called) throws RequestException {
    expect(called, JsonToken.BOOLEAN, "true or false");
    return step(in::nextBoolean);
  }

  /** Reads a whole number that is not negative. */
  int size(String called) throws RequestException {
    expect(called, JsonToken.NUMBER, "a whole number");
    String number = step(in::nextString);
    try {
      int size = Integer.parseInt(number);
      if (size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // The same answer as to a negative one.
    }
    throw JsonBody.wrong(called, JsonBody.shown(number), "whole numbers from 0 to 2147483647");
  }

  /** Reads an array of whole numbers. */
  List<Integer> sizes(String called) throws RequestException {
    List<Integer> sizes = new ArrayList<>();
    array(called, () -> sizes.add(size(called)));
    return sizes;
  }

  /** Reads numbers in nested arrays. */
  NumberTensor numbers(String called) throws RequestException {
    expect(called, JsonToken.BEGIN_ARRAY, "an array of numbers");
    return step(
        () -> {
          in.beginArray();
          return new NumberReader(in, called).read();
        });
  }

  /**
   * Reads an array of strings of base64, or of numbers.
   *
   * @param files takes what the strings are
   * @return the numbers; none if it has strings
   */
  NumberTensor filesOrNumbers(String called, Consumer<byte[]> files) throws RequestException {
    expect(called, JsonToken.BEGIN_ARRAY, "an array");
    return step(
        () -> {
          in.beginArray();
          if (in.peek() != JsonToken.STRING) {
            return new NumberReader(in, called).read();
          }
          while (in.hasNext()) {
            files.accept(base64(called));
          }
          in.endArray();
          return NumberTensor.NONE;
        });
  }

  /** Passes over a value. */
  void skip() throws RequestException {
    step(
        () -> {
          in.skipValue();
          return "";
        });
  }

  /** Expects nothing more. */
  void end() throws RequestException {
    if (peek() != JsonToken.END_DOCUMENT) {
      throw JsonBody.wrong("body", "more behind the JSON", "one object");
    }
  }

  private void expect(String called, JsonToken token, String expected) throws RequestException {
    JsonToken next = peek();
    if (next != token) {
      String found = next.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      throw JsonBody.wrong(called, found, expected);
    }
  }
}
