package dev.flowers.archive;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.flowers.novelty.NearPhoto;
import dev.flowers.novelty.UnknownReason;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;

/** A JSON object a line, as {@code predict --json} has its elements. */
final class JsonLines implements AnswerText {
  private static final String PHOTO = "photo";
  private static final String ERROR = "error";

  @Override
  public String header() {
    return "";
  }

  @Override
  public String text(PhotoAnswer answer) throws IOException {
    StringWriter text = new StringWriter();
    JsonWriter json = new JsonWriter(text);
    json.beginObject().name(PHOTO).value(answer.photo());
    if (answer instanceof PhotoAnswer.Classified classified) {
      classes(json, classified.classes());
    } else if (answer instanceof PhotoAnswer.Identified identified) {
      identification(json, identified);
    } else if (answer instanceof PhotoAnswer.Failed failed) {
      json.name(ERROR).value(failed.error());
    }
    json.endObject();
    return text.append('\n').toString();
  }

  private static void identification(JsonWriter json, PhotoAnswer.Identified answer)
      throws IOException {
    PhotoAnswer.Ranked best = answer.classes().get(0);
    json.name("class").value(answer.reason().isPresent() ? null : best.className());
    json.name("reason").value(answer.reason().map(UnknownReason::toString).orElse(null));
    json.name("probability").value(best.probability());
    json.name("novelty").value(answer.novelty());
    classes(json, answer.classes());
    json.name("nearest").beginArray();
    for (NearPhoto near : answer.nearest()) {
      json.beginObject();
      json.name(PHOTO).value(near.path().isEmpty() ? null : near.path());
      json.name("class").value(near.className());
      json.name("distance").value(near.distance());
      json.endObject();
    }
    json.endArray();
  }

  private static void classes(JsonWriter json, Iterable<PhotoAnswer.Ranked> classes)
      throws IOException {
    json.name("classes").beginArray();
    for (PhotoAnswer.Ranked ranked : classes) {
      json.beginObject();
      json.name("class").value(ranked.className());
      json.name("probability").value(ranked.probability());
      json.endObject();
    }
    json.endArray();
  }

  @Override
  public Entry parse(String record) {
    JsonReader json = new JsonReader(new StringReader(record));
    try {
      json.beginObject();
      if (record.endsWith("}") && json.nextName().equals(PHOTO)) {
        String photo = json.nextString();
        return new Entry(photo, true, json.nextName().equals(ERROR));
      }
    } catch (IOException | IllegalStateException | JsonParseException e) {
      throw new IllegalArgumentException("bad JSON", e);
    }
    throw new IllegalArgumentException("JSON that is no answer");
  }

  @Override
  public boolean quotes() {
    return false; // a line feed in a text is written \n
  }
}
