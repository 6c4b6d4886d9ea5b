package dev.flowers.serving;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.image.EncodedPicture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model without an engine: of a photo of n bytes or numbers it says 1/n for a, and the rest for
 * b.
 */
final class EchoModel implements Model {
  final List<Photo> photos = new ArrayList<>();
  private final int version;

  EchoModel() {
    this(3);
  }

  EchoModel(int version) {
    this.version = version;
  }

  /** The bytes or numbers of a photo. */
  private static int size(Photo photo) {
    if (photo instanceof Photo.Encoded file) {
      return file.bytes().length;
    }
    return photo instanceof Photo.Pixels pixels
        ? pixels.rgb().length
        : ((Photo.Square) photo).unitRgb().length;
  }

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public List<String> classes() {
    return List.of("a", "b");
  }

  /** The version that explains: another one may have become the newest. */
  int explaining = 3;

  /** Photos of which an explanation was begun, and not yet ended. */
  int explained;

  @Override
  public ExplainedPhoto explained(byte[] photo) throws RequestException {
    if (photo.length == 1) {
      throw JsonBody.wrong("photo", "one byte", "more");
    }
    explained++;
    return new Explained();
  }

  private final class Explained implements ExplainedPhoto {
    @Override
    public int version() {
      return explaining;
    }

    @Override
    public Explanation explanation(TimeLimit limit) throws RequestException {
      throw new RequestException(RequestException.NO_ANSWER, "never");
    }

    @Override
    public Neighbours neighbours() {
      EncodedPicture pixel = new EncodedPicture("image/png", "pixel".getBytes(UTF_8));
      return new Neighbours(
          true,
          List.of(
              new TrainingPhoto("a/1.jpg", "a", 0.5, Optional.empty()),
              new TrainingPhoto("", "b", 1 + 1e-12, Optional.of(pixel))));
    }

    @Override
    public void close() {
      explained--;
    }
  }

  @Override
  public int side() {
    return 2;
  }

  @Override
  public PendingAnswers begin(List<Photo> begun, String version) {
    photos.addAll(begun);
    return () ->
        begun.stream()
            .map(photo -> 1.0 / size(photo))
            .map(a -> new Answer(version(), classes(), List.of(a, 1 - a)))
            .toList();
  }
}
