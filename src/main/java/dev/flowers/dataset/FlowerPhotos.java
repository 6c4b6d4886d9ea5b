package dev.flowers.dataset;

import ai.djl.util.Progress;
import dev.flowers.download.Archive;
import dev.flowers.download.DownloadProgress;
import dev.flowers.download.Downloader;
import dev.flowers.download.PublicFiles;
import dev.flowers.download.Source;
import dev.flowers.storage.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The public flower photos: 3,670 photos of five kinds of flowers, fetched into the home (229 MB)
 * when they are not there.
 *
 * <pre>{@code
 * PhotoImages test =
 *     FlowerPhotos.builder().optUsage(Dataset.Usage.TEST).setSampling(32, false).build();
 * }</pre>
 *
 * <p>The photos are under CC BY 2.0; LICENSE.txt beside them names each photographer. Keep it with
 * them. {@code datasets/} describes the archive.
 */
public final class FlowerPhotos extends PhotoImages {
  /** More than the real archive needs, and less than would hurt. */
  private static final long MAX_BYTES = 1_000_000_000;

  private static final long MAX_FILES = 20_000;

  private final Home home;
  private final Source source;

  private FlowerPhotos(Builder builder) {
    super(builder);
    this.home = builder.home;
    this.source = builder.source;
  }

  /** A builder; the sampling must be set. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  protected Path folder(@Nullable Progress progress) throws IOException {
    return fetch(
        home,
        source,
        progress == null
            ? DownloadProgress.none()
            : DownloadProgress.to(progress, "Downloading flower photos"));
  }

  /** Where the photos are kept in a home; once they were fetched, there is such a folder. */
  public static Path folder(Home home) {
    return home.photos().resolve(PublicFiles.FLOWER_PHOTOS);
  }

  /**
   * Fetches and unpacks the photos, unless they are there.
   *
   * @param home where to; they come to be {@code photos/flower_photos} in it
   * @param source the archive: {@link PublicFiles#flowerPhotos}, or the same in another place
   * @param progress told of the bytes fetched
   * @return the folder of class folders
   * @throws IOException if they cannot be fetched or unpacked; a later call goes on
   */
  public static Path fetch(Home home, Source source, DownloadProgress progress) throws IOException {
    Path folder = folder(home);
    if (!Files.isDirectory(folder)) {
      Path target = home.photos().resolve(PublicFiles.flowerPhotos().fileName());
      Path archive = new Downloader().fetch(source, target, progress);
      Archive.extractTarGz(archive, folder, MAX_BYTES, MAX_FILES, DownloadProgress.none());
    }
    return folder;
  }

  /** Says where from, and which photos. */
  public static final class Builder extends PhotoImages.Builder<Builder> {
    private Home home = Home.standard();
    private Source source = PublicFiles.flowerPhotos();

    private Builder() {}

    /** Another home than the user's. */
    public Builder optHome(Home value) {
      this.home = value;
      return this;
    }

    /** The archive in another place: the address of a mirror, or the path of a copy. */
    public Builder optFrom(String place) {
      this.source = source.at(place);
      return this;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    public FlowerPhotos build() {
      addDefaultPipeline();
      return new FlowerPhotos(this);
    }
  }
}
