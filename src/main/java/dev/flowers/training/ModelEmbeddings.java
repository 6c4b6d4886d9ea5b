package dev.flowers.training;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A model and the embeddings it is evaluated on: those that it was made from, or others.
 *
 * @param model the model
 * @param provenance what it was made from
 * @param file the embeddings
 * @param own whether they are the file that the model was made from
 * @param folder the folder that their paths are in, if that was told; else the model's provenance
 *     knows it of its own
 */
record ModelEmbeddings(
    PublishedModel model,
    ModelProvenance provenance,
    EmbeddingFile file,
    boolean own,
    Optional<Path> folder) {

  static ModelEmbeddings of(PublishedModel model, EmbeddingFile file) throws IOException {
    return of(model, file, Optional.empty());
  }

  static ModelEmbeddings of(PublishedModel model, EmbeddingFile file, Optional<Path> folder)
      throws IOException {
    ModelProvenance provenance = model.provenance();
    Path made = Path.of(provenance.embeddings());
    boolean own =
        made.equals(file.file().toAbsolutePath())
            || (Files.exists(made) && Files.isSameFile(made, file.file()));
    return new ModelEmbeddings(model, provenance, file, own, folder);
  }

  /** The folder that a row's path is in; empty if it is not known. */
  Optional<Path> photos() {
    if (folder.isPresent()) {
      return folder;
    }
    return own && !provenance.photos().isEmpty()
        ? Optional.of(Path.of(provenance.photos()))
        : Optional.empty();
  }

  /**
   * The photos of rows. Where their folder is not known, only the paths below it that the file has;
   * empty where the file has none.
   */
  List<String> paths(List<Integer> rows) throws IOException {
    Optional<Path> photos = photos();
    List<String> paths = new ArrayList<>();
    for (int row : rows) {
      String path = file.path(row);
      paths.add(path.isEmpty() || photos.isEmpty() ? path : photos.get().resolve(path).toString());
    }
    return paths;
  }

  /** The name of the report's directory: other embeddings never replace the model's own report. */
  String reportName() {
    String name = model.name() + "-" + model.version();
    return own ? name : name + "-" + file.file().getFileName();
  }
}
