package dev.flowers.dataset;

import ai.djl.basicdataset.cv.ImageDataset;
import ai.djl.basicdataset.cv.classification.ImageClassificationDataset;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.training.dataset.Dataset;
import ai.djl.translate.Pipeline;
import ai.djl.util.Progress;
import dev.flowers.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder of class folders as a DJL dataset of images, for any DJL training loop: one part of it,
 * by our split of content hashes, in a fixed order. Copies of one content are in one part; near
 * copies are not looked for, which takes embeddings.
 *
 * <pre>{@code
 * PhotoImages training =
 *     PhotoImages.builder()
 *         .setFolder(Path.of("my_photos"))
 *         .optUsage(Dataset.Usage.TRAIN)
 *         .optImageSize(224)
 *         .setSampling(32, true)
 *         .build();
 * }</pre>
 *
 * <p>A record is an image [height, width, 3], RGB in [0,255] before the pipeline, whose default is
 * DJL's {@code ToTensor}, and a label. Photos are upright and in RGB. A photo that cannot be read
 * is left out when the dataset is prepared, and listed by {@link #unreadable}.
 *
 * <p>Do not use {@code randomSplit} on it: in DJL 0.36 reading its parts in order ignores the
 * split.
 */
public class PhotoImages extends ImageClassificationDataset {
  private final Builder<?> settings;
  private final ImageDecoder decoder = ImageDecoder.withDefaults();
  private List<String> classes = List.of();
  private List<Photo> photos = List.of();
  private List<Path> unreadable = List.of();
  private boolean prepared;

  /** Made by a builder. */
  protected PhotoImages(Builder<?> builder) {
    super(builder);
    this.settings = builder;
  }

  /** A builder; the folder and the sampling must be set. */
  public static Builder<?> builder() {
    return new FolderBuilder();
  }

  /**
   * The folder of class folders, made if need be.
   *
   * @param progress told of what is fetched; null for nobody
   */
  protected Path folder(@Nullable Progress progress) throws IOException {
    if (settings.folder == null) {
      throw new IllegalStateException("no folder of photos was set: call setFolder");
    }
    return settings.folder;
  }

  /** A photo's id, empty if it cannot be read. */
  private record Looked(Photo photo, String id) {}

  @Override
  public void prepare(@Nullable Progress progress) throws IOException {
    if (prepared) {
      return;
    }
    PhotoFolder folder =
        settings.labels == null
            ? PhotoFolder.list(folder(progress))
            : PhotoFolder.labelled(settings.labels, Optional.ofNullable(settings.folder));
    List<Looked> looked = folder.photos().parallelStream().map(this::look).toList();
    List<Photo> readable = new ArrayList<>();
    List<Path> bad = new ArrayList<>();
    List<SplitPhoto> split = new ArrayList<>();
    for (Looked file : looked) {
      if (file.id().isEmpty()) {
        bad.add(file.photo().path());
      } else {
        Photo photo = file.photo();
        split.add(new SplitPhoto(file.id(), photo.label(), file.id(), photo.part()));
      }
    }
    SplitParts parts = settings.split.assign(split);
    for (Looked file : looked) {
      if (!file.id().isEmpty()
          && parts.of(settings.split, file.id(), file.photo().label()) == settings.part) {
        readable.add(file.photo());
      }
    }
    classes = folder.classes();
    photos = List.copyOf(readable);
    unreadable = List.copyOf(bad);
    prepared = true;
  }

  private Looked look(Photo photo) {
    try {
      String id = Photo.contentId(photo.path());
      // A photo that fails in the middle of an epoch would end the training.
      decoder.decode(photo.path());
      return new Looked(photo, id);
    } catch (IOException e) {
      return new Looked(photo, "");
    }
  }

  /** The photos of this part, in order: a record's index is an index into it. */
  public List<Photo> photos() {
    return photos;
  }

  /** The files of all parts that could not be read as photos. */
  public List<Path> unreadable() {
    return unreadable;
  }

  @Override
  public List<String> getClasses() {
    return classes;
  }

  @Override
  protected Image getImage(long index) throws IOException {
    Path path = photos.get(Math.toIntExact(index)).path();
    return ImageFactory.getInstance().fromImage(decoder.decode(path));
  }

  @Override
  protected long getClassNumber(long index) {
    return photos.get(Math.toIntExact(index)).label();
  }

  @Override
  protected long availableSize() {
    return photos.size();
  }

  @Override
  public Optional<Integer> getImageWidth() {
    return settings.imageSize == 0 ? Optional.empty() : Optional.of(settings.imageSize);
  }

  @Override
  public Optional<Integer> getImageHeight() {
    return getImageWidth();
  }

  /**
   * Says which photos, and how they are handed out.
   *
   * @param <T> the builder's own type
   */
  public abstract static class Builder<T extends Builder<T>> extends ImageDataset.BaseBuilder<T> {
    private @Nullable Path folder;
    private @Nullable Path labels;
    private Split split = Split.standard();
    private Split.Part part = Split.Part.TRAIN;
    private int imageSize;

    /** The folder of class folders. */
    public T setFolder(Path path) {
      this.folder = path;
      return self();
    }

    /**
     * A table of the photos and their labels, as {@link PhotoFolder#labelled} reads it; the folder,
     * if it is set, is where the table's paths are looked for, too.
     */
    public T optLabels(Path table) {
      this.labels = table;
      return self();
    }

    /** Which part: training is the default. */
    public T optUsage(Dataset.Usage usage) {
      part =
          switch (usage) {
            case TRAIN -> Split.Part.TRAIN;
            case VALIDATION -> Split.Part.VALIDATION;
            case TEST -> Split.Part.TEST;
          };
      return self();
    }

    /** How the photos are split: 80/10/10 is the default. */
    public T optSplit(Split value) {
      this.split = value;
      return self();
    }

    /**
     * Scales each image to a square of this side, in pixels; without it images keep their sizes.
     */
    public T optImageSize(int pixels) {
      if (pixels < 1) {
        throw new IllegalArgumentException("image size: found " + pixels + ", expected 1 or more");
      }
      this.imageSize = pixels;
      return self();
    }

    /** Makes the dataset; its {@code prepare} does the work. */
    public PhotoImages build() {
      addDefaultPipeline();
      return new PhotoImages(this);
    }

    final void addDefaultPipeline() {
      if (pipeline == null) {
        pipeline = new Pipeline(new ToTensor());
      }
    }
  }

  private static final class FolderBuilder extends Builder<FolderBuilder> {
    @Override
    protected FolderBuilder self() {
      return this;
    }
  }
}
