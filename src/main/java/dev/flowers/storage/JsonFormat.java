package dev.flowers.storage;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a record is kept in a file: one JSON object with a member for each component, and before them
 * the format's number.
 *
 * <p>Components are texts, numbers, booleans, enums, instants (as ISO 8601), records, and lists of
 * these. An empty {@link java.util.OptionalDouble} is null in the file. A file must have all
 * members but those with a {@link Default}; others than the record's are passed over. It must be
 * JSON as RFC 8259 has it, with no member twice, and what the record's constructor refuses is
 * refused. Thread-safe.
 *
 * @param <T> the record
 */
public final class JsonFormat<T extends Record> {
  private static final Gson GSON = gson();
  private static final Pattern SYNTAX =
      Pattern.compile("( at line \\d+ column \\d+ path \\S{1,100})");

  private enum Numbering {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  private final RecordAdapter<T> adapter;
  private final String member;
  private final int number;
  private final Numbering numbering;

  private JsonFormat(RecordAdapter<T> adapter, String member, int number, Numbering numbering) {
    this.adapter = adapter;
    this.member = member;
    this.number = number;
    this.numbering = numbering;
  }

  /**
   * A format of ours. Who changes a record so that older files cannot be read any more counts its
   * number up.
   *
   * @param number the value of the member {@code format}
   */
  public static <T extends Record> JsonFormat<T> of(Class<T> type, int number) {
    return of(type, "format", number);
  }

  /** The same with another name for the number's member. */
  public static <T extends Record> JsonFormat<T> of(Class<T> type, String member, int number) {
    return new JsonFormat<>(adapter(type), member, number, Numbering.REQUIRED);
  }

  /** A format without a number: one that others have made. */
  public static <T extends Record> JsonFormat<T> unnumbered(Class<T> type) {
    return new JsonFormat<>(adapter(type), "", 0, Numbering.NONE);
  }

  /** The same format, of which there are older files without a number. */
  public JsonFormat<T> orUnnumbered() {
    return new JsonFormat<>(adapter, member, number, Numbering.OPTIONAL);
  }

  @SuppressWarnings("unchecked") // the factory makes nothing else for a record
  private static <T extends Record> RecordAdapter<T> adapter(Class<T> type) {
    return (RecordAdapter<T>) GSON.getAdapter(type);
  }

  /**
   * Reads a file.
   *
   * @throws StaleFileException if it has another number; the message has both
   * @throws MalformedFileException if it is anything else but this format; the message has the file
   *     and what was found
   * @throws IOException if it cannot be read; the message has the file
   */
  public T read(Path file) throws IOException {
    return parse(file, TextFile.read(file));
  }

  /**
   * Reads a text.
   *
   * @param file where it is from
   * @throws IOException as {@link #read} does
   */
  public T parse(Path file, String text) throws IOException {
    if (numbering != Numbering.NONE) {
      int found = number(file, text);
      if (found != number) {
        throw new StaleFileException(
            file,
            "found "
                + member
                + " "
                + found
                + ", expected "
                + number
                + ": made by another version of flowers-vgg16");
      }
    }
    return parse(
        file,
        text,
        in -> {
          T value = adapter.read(in);
          if (in.peek() != JsonToken.END_DOCUMENT) {
            throw ScalarAdapter.unexpected(in, "nothing behind the object");
          }
          return value;
        });
  }

  /**
   * Writes a file, whole or not at all.
   *
   * @throws IOException if it cannot be written; the message has the file
   */
  public void write(Path file, T value) throws IOException {
    AtomicFile.write(file, text(value));
  }

  /** Returns what a file has that {@link #write} makes. */
  public String text(T value) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter out = new JsonWriter(text);
    out.setIndent("  ");
    out.beginObject();
    if (numbering != Numbering.NONE) {
      out.name(member).value(number);
    }
    adapter.writeMembers(out, value);
    out.endObject();
    return text.append('\n').toString();
  }

  private int number(Path file, String text) throws IOException {
    return parse(
        file,
        text,
        in -> {
          if (in.peek() != JsonToken.BEGIN_OBJECT) {
            throw ScalarAdapter.unexpected(in, "an object");
          }
          in.beginObject();
          while (in.hasNext()) {
            if (in.nextName().equals(member)) {
              return GSON.getAdapter(int.class).read(in);
            }
            in.skipValue();
          }
          if (numbering == Numbering.OPTIONAL) {
            return number;
          }
          throw new JsonParseException("found no \"" + member + "\", expected " + number);
        });
  }

  private interface Parser<R> {
    R parse(JsonReader in) throws IOException;
  }

  private static <R> R parse(Path file, String text, Parser<R> parser) throws IOException {
    if (text.isBlank()) {
      throw new MalformedFileException(file, "found nothing, expected an object in JSON");
    }
    JsonReader in = new JsonReader(new StringReader(text));
    in.setStrictness(Strictness.STRICT);
    try {
      return parser.parse(in);
    } catch (MalformedJsonException | EOFException | NumberFormatException e) {
      Matcher place = SYNTAX.matcher(String.valueOf(e.getMessage()));
      String where = place.find() ? place.group() : "";
      throw new MalformedFileException(
          file, "found bad JSON" + where + ", expected an object in JSON", e);
    } catch (JsonParseException | IllegalStateException e) {
      throw new MalformedFileException(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static Gson gson() {
    GsonBuilder builder = new GsonBuilder();
    ScalarAdapter.ALL.forEach(builder::registerTypeAdapter);
    return builder
        .registerTypeAdapter(Integer.class, ScalarAdapter.ALL.get(int.class))
        .registerTypeAdapterFactory(ScalarAdapter.ENUMS)
        .registerTypeAdapterFactory(RecordAdapter.FACTORY)
        .create();
  }

  /**
   * What a record's component is when a JSON file leaves it out, as files of earlier versions do.
   */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Default {
    /** The value in JSON: {@code 0}, {@code "CONSTANT"} with its quotes. */
    String value();
  }
}
