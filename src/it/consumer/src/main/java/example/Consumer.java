package example;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.util.ProgressBar;
import dev.flowers.FlowerClassifier;
import dev.flowers.dataset.FlowerPhotos;
import dev.flowers.dataset.PhotoFolder;
import dev.flowers.dataset.PhotoImages;
import dev.flowers.dataset.Split;
import dev.flowers.dataset.painted.PaintedFlowers;
import dev.flowers.embedding.Embedder;
import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.head.HeadOptions;
import dev.flowers.head.HeadTrainer;
import dev.flowers.head.TrainedHead;
import dev.flowers.storage.Home;
import dev.flowers.image.ImageDecoder;
import dev.flowers.trunk.ConvertedTrunk;
import dev.flowers.trunk.SeededVgg16;
import dev.flowers.trunk.TrunkStore;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.ModelRepository;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program of somebody else's: trains by the API, and uses the result in all ways. */
public final class Consumer {
  public static void main(String[] args) throws Exception {
    Home home = Home.standard();
    // Where they are, FlowerPhotos fetches nothing.
    Path photos = home.photos().resolve("flower_photos");
    new PaintedFlowers(8, 1).paint(photos, n -> {});
    train(home, photos);
    Path photo = photos.resolve("roses/roses-0001.jpg");
    Image image = ImageFactory.getInstance().fromFile(photo);

    String byFacade;
    try (FlowerClassifier classifier = FlowerClassifier.load()) {
      byFacade = classifier.classify(photo).toString();
    }

    Criteria<Image, Classifications> criteria =
        Criteria.builder()
            .setTypes(Image.class, Classifications.class)
            .optArtifactId("flowers-vgg16")
            .build();
    try (ZooModel<Image, Classifications> model = criteria.loadModel();
        Predictor<Image, Classifications> predictor = model.newPredictor()) {
      check(byFacade.equals(predictor.predict(image).toString()), "zoo and facade agree");
    }

    Criteria<Image, float[]> features =
        Criteria.builder()
            .setTypes(Image.class, float[].class)
            .optArtifactId("vgg16-relu6")
            .build();
    try (ZooModel<Image, float[]> trunk = features.loadModel();
        Predictor<Image, float[]> predictor = trunk.newPredictor()) {
      check(predictor.predict(image).length == 4096, "the trunk gives 4096 features");
    }

    FlowerPhotos flowers =
        FlowerPhotos.builder()
            .optUsage(Dataset.Usage.TRAIN)
            .optImageSize(64)
            .setSampling(8, true)
            .build();
    check(photosIn(flowers) == flowers.size(), "the flower photos come in batches");

    PhotoImages.Builder<?> builder = PhotoImages.builder();
    builder.setFolder(photos).optUsage(Dataset.Usage.TEST).optImageSize(64).setSampling(8, true);
    PhotoImages own = builder.build();
    check(photosIn(own) == own.size(), "photos of one's own come in batches");
    check(flowers.size() > own.size(), "most of them are for training");
  }

  private static long photosIn(PhotoImages images) throws Exception {
    images.prepare();
    long photos = 0;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      for (Batch batch : images.getData(manager)) {
        photos += batch.getSize();
        batch.close();
      }
    }
    return photos;
  }

  private static void train(Home home, Path photos) throws Exception {
    // Random numbers in the form of the public weights; the trunk is mapped from its own files.
    Path npy = home.weights().resolve("vgg16.npy");
    new SeededVgg16(1, 1).write(npy, bytes -> {});
    ConvertedTrunk trunk = new TrunkStore(home.trunk()).convert(npy, bytes -> {});
    Files.delete(npy);
    Path tfrecord = home.embeddings().resolve("photos.tfrecord");
    new Embedder(trunk, ImageDecoder.withDefaults())
        .embed(PhotoFolder.list(photos), tfrecord, new ProgressBar());
    try (EmbeddingFile file = EmbeddingFile.open(tfrecord)) {
      TrainedHead head =
          new HeadTrainer(HeadOptions.builder().optHidden(16).optEpochs(3).build())
              .train(file, new Split(100, 0, 0, 0));
      new ModelRepository(home)
          .publish(
              ModelRepository.DEFAULT_NAME,
              head,
              ModelProvenance.now(
                  tfrecord.toString(),
                  photos.toString(),
                  head.provenance(),
                  new ModelProvenance.TestFigures(0, 0, 0),
                  "trained by a test"));
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("expected that " + what);
    }
    System.out.println("ok: " + what);
  }

  private Consumer() {}
}
