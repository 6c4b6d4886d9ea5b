package dev.flowers.storage;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads one kind of value and no other: Gson's own adapters take {@code "3"} for a number, 3 for a
 * text, null for both, and an unknown name of an enum for null.
 */
final class ScalarAdapter<T> extends TypeAdapter<T> {
  /** Characters of a place in a file that are shown, {@code $.layers[0].name}. */
  static final int LONGEST_PATH = 100;

  private static final int SHOWN = 40;

  /** The kinds of values that there are in the toolkit's files, beside lists and records. */
  static final Map<Class<?>, TypeAdapter<?>> ALL =
      Map.of(
          String.class,
          new ScalarAdapter<>(JsonToken.STRING, "a text", text -> text, JsonWriter::value),
          int.class,
          new ScalarAdapter<>(
              JsonToken.NUMBER, "a whole number", Integer::valueOf, JsonWriter::value),
          long.class,
          new ScalarAdapter<>(JsonToken.NUMBER, "a whole number", Long::valueOf, JsonWriter::value),
          float.class,
          new ScalarAdapter<>(
              JsonToken.NUMBER, "a number", ScalarAdapter::parseFloat, JsonWriter::value),
          double.class,
          new ScalarAdapter<>(
              JsonToken.NUMBER, "a number", ScalarAdapter::parseDouble, JsonWriter::value),
          boolean.class,
          new BooleanAdapter(),
          OptionalDouble.class,
          new OptionalDoubleAdapter(),
          Instant.class,
          new ScalarAdapter<>(
              JsonToken.STRING,
              "a time as 2026-01-31T12:00:00Z",
              Instant::parse,
              (out, instant) -> out.value(instant.toString())));

  /** Enums by their constants' names. */
  static final TypeAdapterFactory ENUMS =
      new TypeAdapterFactory() {
        @Override
        @SuppressWarnings("unchecked") // the type is the enum's
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
          return type.getRawType().isEnum()
              ? (TypeAdapter<T>) enumAdapter(type.getRawType().asSubclass(Enum.class))
              : null;
        }
      };

  private final JsonToken token;
  private final String expected;
  private final Function<String, T> reading;
  private final Writing<T> writing;

  private ScalarAdapter(
      JsonToken token, String expected, Function<String, T> reading, Writing<T> writing) {
    this.token = token;
    this.expected = expected;
    this.reading = reading;
    this.writing = writing;
  }

  private interface Writing<T> {
    JsonWriter write(JsonWriter out, T value) throws IOException;
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // an enum's constants are of the enum
  private static TypeAdapter<?> enumAdapter(Class<? extends Enum> type) {
    return new ScalarAdapter<Enum>(
        JsonToken.STRING,
        "one of " + Arrays.toString(type.getEnumConstants()),
        text -> Enum.valueOf(type, text),
        (out, value) -> out.value(value.name()));
  }

  @Override
  public T read(JsonReader in) throws IOException {
    if (in.peek() != token) {
      throw unexpected(in, expected);
    }
    String text = in.nextString();
    try {
      return reading.apply(text);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new JsonParseException(
          "found "
              + shown(token, text)
              + " at "
              + shortened(in.getPreviousPath(), LONGEST_PATH)
              + ", expected "
              + expected,
          e);
    }
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    writing.write(out, value);
  }

  private static Float parseFloat(String text) {
    float value = Float.parseFloat(text);
    if (Float.isInfinite(value)) {
      throw new NumberFormatException("beyond float32");
    }
    return value;
  }

  private static Double parseDouble(String text) {
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new NumberFormatException("beyond float64");
    }
    return value;
  }

  /** Says what comes next. */
  static JsonParseException unexpected(JsonReader in, String expected) throws IOException {
    String path = shortened(in.getPath(), LONGEST_PATH);
    String found =
        switch (in.peek()) {
          case BEGIN_OBJECT -> "an object";
          case BEGIN_ARRAY -> "a list";
          case STRING, NUMBER -> shown(in.peek(), in.nextString());
          case BOOLEAN -> Boolean.toString(in.nextBoolean());
          case NULL -> "null";
          default -> "nothing";
        };
    return new JsonParseException("found " + found + " at " + path + ", expected " + expected);
  }

  private static String shown(JsonToken token, String text) {
    String shown = shortened(text, SHOWN);
    return token == JsonToken.STRING ? "\"" + shown + "\"" : shown;
  }

  /** A crafted file must not make a message of its own size. */
  static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }

  private static final class BooleanAdapter extends TypeAdapter<Boolean> {
    @Override
    public Boolean read(JsonReader in) throws IOException {
      if (in.peek() != JsonToken.BOOLEAN) {
        throw unexpected(in, "true or false");
      }
      return in.nextBoolean();
    }

    @Override
    public void write(JsonWriter out, Boolean value) throws IOException {
      out.value(value.booleanValue());
    }
  }

  /** A number that may be absent, which is null in JSON. */
  private static final class OptionalDoubleAdapter extends TypeAdapter<OptionalDouble> {
    private final ScalarAdapter<Double> number =
        new ScalarAdapter<>(
            JsonToken.NUMBER, "a number or null", ScalarAdapter::parseDouble, JsonWriter::value);

    @Override
    public OptionalDouble read(JsonReader in) throws IOException {
      if (in.peek() == JsonToken.NULL) {
        in.nextNull();
        return OptionalDouble.empty();
      }
      return OptionalDouble.of(number.read(in));
    }

    @Override
    public void write(JsonWriter out, OptionalDouble value) throws IOException {
      if (value.isEmpty()) {
        out.nullValue();
      } else {
        number.write(out, value.getAsDouble());
      }
    }
  }
}
