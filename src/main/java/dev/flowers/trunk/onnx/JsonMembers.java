package dev.flowers.trunk.onnx;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.flowers.storage.TextFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The members of a JSON object that others have written. Each one is taken out once; whoever has
 * taken all that is known asks for the rest to be refused.
 */
final class JsonMembers {
  private static final int MAX_SHOWN = 60;
  private static final int MAX_DEPTH = 4;

  /** What stands for JSON's null: a member that is there and says nothing. */
  private static final Object NULL = new Object();

  private final Path file;
  private final String prefix;
  private final Map<String, Object> members;

  private JsonMembers(Path file, String prefix, Map<String, Object> members) {
    this.file = file;
    this.prefix = prefix;
    this.members = members;
  }

  /**
   * Reads a file.
   *
   * @throws MalformedOnnxException if it is no JSON object, or has a member twice
   */
  static JsonMembers read(Path file) throws IOException {
    JsonReader in = new JsonReader(new StringReader(TextFile.read(file)));
    in.setStrictness(Strictness.STRICT);
    try {
      if (in.peek() != JsonToken.BEGIN_OBJECT) {
        throw new MalformedOnnxException(file, "found " + in.peek() + ", expected a JSON object");
      }
      JsonMembers members = new JsonMembers(file, "", object(file, in, 1));
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedOnnxException(file, "found more behind the object, expected its end");
      }
      return members;
    } catch (MalformedJsonException | EOFException | NumberFormatException e) {
      throw new MalformedOnnxException(
          file, "found bad JSON in " + shown(in.getPath()) + ", expected a JSON object", e);
    }
  }

  private static Map<String, Object> object(Path file, JsonReader in, int depth)
      throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      if (members.put(name, value(file, in, depth)) != null) {
        throw new MalformedOnnxException(
            file, "found \"" + shown(name) + "\" twice, expected it once");
      }
    }
    in.endObject();
    return members;
  }

  private static Object value(Path file, JsonReader in, int depth) throws IOException {
    JsonToken token = in.peek();
    if (depth > MAX_DEPTH) {
      throw new MalformedOnnxException(
          file,
          "found values in " + shown(in.getPath()) + ", expected at most " + MAX_DEPTH + " levels");
    }
    return switch (token) {
      case BEGIN_OBJECT -> object(file, in, depth + 1);
      case BEGIN_ARRAY -> array(file, in, depth + 1);
      case BOOLEAN -> in.nextBoolean();
      // JSON's own text: 1e999 and 99999999999 are judged where they are asked for.
      case NUMBER -> new Numeral(in.nextString());
      case NULL -> {
        in.nextNull();
        yield NULL;
      }
      default -> in.nextString();
    };
  }

  private static List<Object> array(Path file, JsonReader in, int depth) throws IOException {
    List<Object> items = new ArrayList<>();
    in.beginArray();
    while (in.hasNext()) {
      items.add(value(file, in, depth));
    }
    in.endArray();
    return items;
  }

  private record Numeral(String text) {
    @Override
    public String toString() {
      return text;
    }
  }

  /** Takes a member whatever it is. */
  boolean drop(String name) {
    return members.remove(name) != null;
  }

  /** Whether a member is there and not null. */
  boolean has(String name) {
    return members.containsKey(name) && members.get(name) != NULL;
  }

  /** Takes a boolean. */
  Optional<Boolean> flag(String name) throws MalformedOnnxException {
    return take(name, Boolean.class, "true or false");
  }

  /** Takes a text. */
  Optional<String> text(String name) throws MalformedOnnxException {
    return take(name, String.class, "a text");
  }

  /** Takes a whole number from 0 to {@code most}. */
  Optional<Integer> whole(String name, int most) throws MalformedOnnxException {
    String expected = "a whole number from 0 to " + most;
    Optional<Numeral> found = take(name, Numeral.class, expected);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    double number = number(name, found.get());
    if (number != Math.rint(number) || number < 0 || number > most) {
      throw wrong(name, found.get(), expected);
    }
    return Optional.of((int) number);
  }

  /** Takes a finite number. */
  Optional<Double> number(String name) throws MalformedOnnxException {
    Optional<Numeral> found = take(name, Numeral.class, "a number");
    return found.isEmpty() ? Optional.empty() : Optional.of(number(name, found.get()));
  }

  /** Takes an array of finite numbers. */
  Optional<List<Double>> numbers(String name) throws MalformedOnnxException {
    Optional<List<?>> found =
        take(name, List.class, "an array of three numbers").map(list -> (List<?>) list);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Double> numbers = new ArrayList<>();
    for (Object item : found.get()) {
      if (!(item instanceof Numeral numeral)) {
        throw wrong(name, found.get(), "an array of three numbers");
      }
      numbers.add(number(name, numeral));
    }
    return Optional.of(numbers);
  }

  /** Whether a member is an object. */
  boolean isObject(String name) {
    return members.get(name) instanceof Map;
  }

  /** Takes an object. */
  @SuppressWarnings("unchecked") // object() makes no others
  Optional<JsonMembers> object(String name) throws MalformedOnnxException {
    return take(name, Map.class, "an object")
        .map(map -> new JsonMembers(file, prefix + name + ".", (Map<String, Object>) map));
  }

  /**
   * Refuses what is left.
   *
   * @param known what there could have been, for the message
   */
  void refuseRest(Set<String> known) throws MalformedOnnxException {
    for (Map.Entry<String, Object> member : members.entrySet()) {
      throw new MalformedOnnxException(
          file,
          "found \""
              + shown(prefix + member.getKey())
              + "\": "
              + shown(member.getValue())
              + ", expected no key but "
              + String.join(", ", known)
              + ": it may change what the network sees");
    }
  }

  MalformedOnnxException wrong(String name, Object found, String expected) {
    return new MalformedOnnxException(
        file, prefix + name + ": found " + shown(found) + ", expected " + expected);
  }

  MalformedOnnxException missing(String name, String expected) {
    return new MalformedOnnxException(
        file, prefix + name + ": found no such key, expected " + expected);
  }

  private <T> Optional<T> take(String name, Class<T> type, String expected)
      throws MalformedOnnxException {
    Object found = members.remove(name);
    if (found == null || found == NULL) {
      return Optional.empty();
    }
    if (!type.isInstance(found)) {
      throw wrong(name, found, expected);
    }
    return Optional.of(type.cast(found));
  }

  private double number(String name, Numeral numeral) throws MalformedOnnxException {
    // A text of thousands of digits takes long to read as a number, and is none that is meant.
    double number = numeral.text.length() > 40 ? Double.NaN : Double.parseDouble(numeral.text);
    if (!Double.isFinite(number)) {
      throw wrong(name, numeral, "a finite number");
    }
    return number;
  }

  private static String shown(Object value) {
    String text = value == NULL ? "null" : String.valueOf(value);
    StringBuilder shown = new StringBuilder();
    text.chars()
        .limit(MAX_SHOWN)
        .forEach(c -> shown.append(Character.isISOControl(c) ? '\ufffd' : (char) c));
    return text.length() > MAX_SHOWN ? shown + "…" : shown.toString();
  }
}
