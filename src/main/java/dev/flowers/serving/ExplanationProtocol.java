package dev.flowers.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.flowers.explanation.ExplanationPicture;
import dev.flowers.explanation.OcclusionMap;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Explanations, which no other server's protocol has; errors are those of DJL Serving. */
final class ExplanationProtocol {
  private static final String JSON = "application/json";

  /** A short explanation. */
  private static final int SECONDS = 10;

  private final Models models;
  private final ServingOptions options;
  private final BooleanSupplier ready;
  private final Semaphore free;

  /**
   * Makes the protocol.
   *
   * @param ready whether requests are taken
   */
  ExplanationProtocol(Models models, ServingOptions options, BooleanSupplier ready) {
    this.models = models;
    this.options = options;
    this.ready = ready;
    this.free = new Semaphore(options.explanations());
  }

  /** An occlusion sensitivity map: a PNG, or JSON where the request accepts that by name. */
  Action.Pending explain(Call call) throws RequestException {
    boolean json = call.header("accept").toLowerCase(Locale.ROOT).contains(JSON);
    if (!free.tryAcquire()) {
      throw RequestException.tooMany(
          "explanations: found "
              + options.explanations()
              + " under way, expected fewer; try again later",
          SECONDS);
    }
    boolean begun = false;
    try {
      ExplainedPhoto photo = begin(call);
      begun = true;
      return () -> {
        try (photo) {
          ExplainedPhoto.Explanation found =
              photo.explanation(
                  new TimeLimit(options.explanationTime(), options.drainTime(), ready));
          return json
              ? Reply.json(described(call.model(), photo.version(), found))
              : Reply.ok(found.picture().type(), found.picture().bytes());
        } finally {
          free.release();
        }
      };
    } finally {
      if (!begun) {
        free.release();
      }
    }
  }

  /** The nearest training photos. */
  Action.Pending neighbours(Call call) throws RequestException {
    ExplainedPhoto photo = begin(call);
    return () -> {
      try (photo) {
        return Reply.json(described(call.model(), photo.version(), photo.neighbours()));
      }
    };
  }

  private ExplainedPhoto begin(Call call) throws RequestException {
    ExplainedPhoto photo =
        models.find(call.model(), call.version()).explained(MultipartBody.photo(call));
    if (!call.version().isEmpty() && !call.version().equals(String.valueOf(photo.version()))) {
      photo.close(); // another version became current after it was found
      throw models.none(call.model(), call.version());
    }
    return photo;
  }

  private static JsonObject described(
      String model, int version, ExplainedPhoto.Explanation explanation) {
    OcclusionMap map = explanation.map();
    JsonObject json = answer(model, version);
    json.addProperty("className", map.className());
    json.addProperty("probability", map.probability());
    json.addProperty("photoSize", map.photoSize());
    json.addProperty("patch", map.patch());
    json.addProperty("stride", map.stride());
    JsonArray rows = new JsonArray();
    for (float[] falls : map.falls()) {
      JsonArray row = new JsonArray();
      for (float fall : falls) {
        row.add(fall);
      }
      rows.add(row);
    }
    json.add("decreases", rows);
    json.addProperty("pictureRange", ExplanationPicture.extent(map));
    json.addProperty("picture", explanation.picture().dataUri());
    return json;
  }

  private static JsonObject described(
      String model, int version, ExplainedPhoto.Neighbours neighbours) {
    JsonArray photos = new JsonArray();
    for (ExplainedPhoto.TrainingPhoto photo : neighbours.photos()) {
      JsonObject json = new JsonObject();
      if (!photo.path().isEmpty()) {
        json.addProperty("path", photo.path());
      }
      json.addProperty("className", photo.className());
      // Rounding may leave a photo's similarity to itself a little above 1.
      json.addProperty("similarity", Math.min(1, photo.similarity()));
      photo.thumbnail().ifPresent(picture -> json.addProperty("thumbnail", picture.dataUri()));
      photos.add(json);
    }
    JsonObject json = answer(model, version);
    json.addProperty("unchanged", neighbours.unchanged());
    json.add("neighbors", photos);
    return json;
  }

  private static JsonObject answer(String model, int version) {
    JsonObject json = new JsonObject();
    json.addProperty("model", model);
    json.addProperty("version", version);
    return json;
  }
}
