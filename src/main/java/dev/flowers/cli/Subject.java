package dev.flowers.cli;

import dev.flowers.embedding.EmbeddingFile;
import dev.flowers.zoo.ModelProvenance;
import dev.flowers.zoo.PublishedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is measured: a model on embeddings, those that it was made from or others.
 *
 * @param model the model
 * @param provenance what it was made from
 * @param file the embeddings
 * @param own whether they are the file that the model was made from
 */
record Subject(PublishedModel model, ModelProvenance provenance, EmbeddingFile file, boolean own) {

  static Subject of(PublishedModel model, EmbeddingFile file) throws IOException {
    ModelProvenance provenance = model.provenance();
    Path made = Path.of(provenance.embeddings());
    boolean own =
        made.equals(file.file().toAbsolutePath())
            || (Files.exists(made) && Files.isSameFile(made, file.file()));
    return new Subject(model, provenance, file, own);
  }

  /** The folder that a row's path is in; empty if nobody knows it. */
  Optional<Path> photos() {
    return own && !provenance.photos().isEmpty()
        ? Optional.of(Path.of(provenance.photos()))
        : Optional.empty();
  }

  /** The name of the report's directory: other embeddings never replace the model's own report. */
  String reportName() {
    String name = model.name() + "-" + model.version();
    return own ? name : name + "-" + file.file().getFileName();
  }
}
