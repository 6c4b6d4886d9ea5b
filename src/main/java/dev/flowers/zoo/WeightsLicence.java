package dev.flowers.zoo;

import dev.flowers.download.Descriptor;
import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.storage.JsonFormat;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.store.TrunkProvider;
import dev.flowers.trunk.store.TrunkStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Under which licence a trunk's weights are, as far as it is known.
 *
 * @param id as the Hugging Face hub has it: {@code cc-by-4.0}, {@code unknown}
 * @param name for people; empty if it is unknown
 * @param url its text; empty if it is unknown
 * @param note what that rests on, in a sentence or two
 */
record WeightsLicence(String id, String name, String url, String note) {
  private static final String UNKNOWN = "unknown";
  private static final Pattern CREATIVE_COMMONS =
      Pattern.compile("https?://creativecommons\\.org/licenses/([a-z-]+)/([0-9.]+)/?");

  /** What is taken from the descriptor. */
  private record Described(Licences licenses, List<Artifact> artifacts) {}

  private record Artifact(Arguments arguments) {}

  private record Arguments(int width) {}

  private record Licences(Licence license) {}

  private record Licence(String name, String url) {}

  private static final JsonFormat<Described> DESCRIBED = JsonFormat.unnumbered(Described.class);

  /** Of the trunk that a head was trained behind. */
  static WeightsLicence of(Home home, TrainedHead head) throws IOException {
    String identity = head.provenance().trunk();
    Optional<Trunk> trunk =
        identity.isEmpty() ? Optional.empty() : new TrunkStore(home.trunk()).find(identity);
    return trunk.isPresent()
        ? of(trunk.get())
        : unknown("The network that made the embeddings is not known, nor is its licence.");
  }

  /**
   * Of a trunk: known where it has the name and width of the public network, and its file the name,
   * and as far as that is published the size, of the public weights.
   */
  static WeightsLicence of(Trunk trunk) throws IOException {
    if (TrunkProvider.PUBLIC_IDS.contains(trunk.id())
        && described(trunk.id()).artifacts().get(0).arguments().width() == trunk.width()) {
      for (Source published : PublicFiles.weights(trunk.id())) {
        for (TrunkSource source : trunk.sources()) {
          if (source.name().equals(published.fileName())
              && published.size().orElse(source.size()) == source.size()) {
            return of(trunk.id(), source.name(), published);
          }
        }
      }
    }
    List<String> names = trunk.sources().stream().map(TrunkSource::name).toList();
    return unknown(
        "The weights were made from "
            + String.join(", ", names)
            + ": see the source of that file for their licence.");
  }

  private static WeightsLicence of(String trunk, String file, Source published) throws IOException {
    Licence licence = described(trunk).licenses().license();
    Matcher matcher = CREATIVE_COMMONS.matcher(licence.url());
    return new WeightsLicence(
        matcher.matches() ? "cc-" + matcher.group(1) + "-" + matcher.group(2) : "other",
        licence.name(),
        licence.url(),
        "The weights were made from "
            + file
            + ". The public file of that name ("
            + published.address()
            + ") is under "
            + licence.name()
            + "; a file of the same name from elsewhere may be under another licence.");
  }

  private static Described described(String trunk) throws IOException {
    return DESCRIBED.parse(Path.of("zoo", MetadataJson.FILE), Descriptor.model(trunk).json());
  }

  private static WeightsLicence unknown(String note) {
    return new WeightsLicence(UNKNOWN, "", "", note);
  }
}
