package dev.flowers.zoo;

import dev.flowers.storage.Quantity;
import java.util.Locale;
import java.util.OptionalDouble;

/** A model card as the Hugging Face hub has it: YAML metadata, then Markdown. */
final class CardMarkdown {
  private final ModelCard card;
  private final StringBuilder text = new StringBuilder();

  CardMarkdown(ModelCard card) {
    this.card = card;
  }

  String text() {
    metadata();
    line("# " + inline(card.model()));
    line("");
    line(
        "An image classifier of "
            + Quantity.of(card.classes().size(), "class")
            + ": a frozen network, the trunk, turns a photo into numbers, and a dense head that was"
            + " trained on them gives the classes. Made by flowers-vgg16 "
            + inline(card.toolkit())
            + " on "
            + card.created().toString().substring(0, 10)
            + " (UTC).");
    if (!card.note().isEmpty()) {
      line("");
      line("**Note:** " + inline(card.note()));
    }
    figures();
    data();
    limits();
    use();
    training();
    licence();
    return text.toString();
  }

  private void metadata() {
    line("---");
    line("license: " + card.licence());
    line("library_name: " + library());
    line("pipeline_tag: image-classification");
    line("tags:");
    line("- image-classification");
    line("- flowers-vgg16");
    if (card.accuracy().isPresent()) {
      line("metrics:");
      line("- accuracy");
    }
    line("---");
    line("");
  }

  private String library() {
    return switch (card.use()) {
      case HOME, HOME_WITH_NOVELTY -> "djl";
      case SAVED_MODEL -> "tensorflow";
      case ONNX -> "onnx";
    };
  }

  private void figures() {
    heading("Figures");
    if (card.accuracy().isEmpty()) {
      line("It was not tested.");
      return;
    }
    line("On " + Quantity.of(card.testPhotos(), "test photo") + " that it was not fitted to:");
    line("");
    line("| figure | value | 95 % interval |");
    line("| --- | --- | --- |");
    line(
        "| accuracy | "
            + number(card.accuracy())
            + " | "
            + interval(card.accuracyLow(), card.accuracyHigh())
            + " |");
    line("| cross-entropy in nats | " + number(card.loss()) + " | |");
    line("| expected calibration error | " + number(card.calibrationError()) + " | |");
    line("");
    line(
        card.temperature().isPresent()
            ? "The probabilities are calibrated by temperature scaling (temperature "
                + number(card.temperature())
                + "), on the validation photos."
            : "The probabilities are not calibrated.");
  }

  private void data() {
    heading("Data");
    line(
        (card.data().isEmpty() ? "" : "Photos of " + inline(card.data()) + ": ")
            + Quantity.of(card.trainPhotos(), "photo")
            + " to train on, "
            + card.validationPhotos()
            + " to choose the epoch, "
            + card.testPhotos()
            + " to test (split "
            + card.split()
            + ", seed "
            + card.splitSeed()
            + ").");
    line("");
    line("| class | train | validation | test | recall | 95 % interval | precision |");
    line("| --- | --- | --- | --- | --- | --- | --- |");
    for (ModelCard.ClassCard of : card.classes()) {
      line(
          "| "
              + inline(of.name())
              + " | "
              + (of.counted()
                  ? of.train() + " | " + of.validation() + " | " + of.test()
                  : "– | – | –")
              + " | "
              + number(of.recall())
              + " | "
              + interval(of.recallLow(), of.recallHigh())
              + " | "
              + number(of.precision())
              + " |");
    }
    line("");
    line("Intervals are Wilson's.");
  }

  private void limits() {
    heading("Limits");
    card.limits().forEach(limit -> line("- " + inline(limit)));
  }

  private void use() {
    heading("How to use it");
    switch (card.use()) {
      case HOME, HOME_WITH_NOVELTY -> {
        code("sh", "flowers predict --model " + card.model() + " photo.jpg");
        line("");
        code(
            "java",
            "try (FlowerClassifier classifier =\n"
                + "    FlowerClassifier.load(Home.standard(), \""
                + card.model()
                + "\")) {\n"
                + "  System.out.println(classifier.classify(Path.of(\"photo.jpg\")));\n"
                + "}");
      }
      case SAVED_MODEL ->
          code(
              "python",
              """
              import tensorflow as tf

              model = tf.saved_model.load(".")
              photo = open("photo.jpg", "rb").read()
              print(model.signatures["encoded"](images=tf.constant([photo]))["probabilities"])\
              """);
      case ONNX ->
          code(
              "python",
              """
              import onnxruntime

              model = onnxruntime.InferenceSession("model.onnx")
              # pixels: float32 [n, 3, height, width], as preprocessor_config.json says
              print(model.run(None, {model.get_inputs()[0].name: pixels})[0])\
              """);
    }
    line("");
    line("The classes, in the order of the probabilities, are in `synset.txt`.");
  }

  private void training() {
    heading("Training");
    line("| option | value |");
    line("| --- | --- |");
    card.options()
        .describe()
        .forEach((name, value) -> line("| " + inline(name) + " | " + inline(value) + " |"));
    line("| best epoch | " + card.bestEpoch() + " |");
    if (!card.trunk().isEmpty()) {
      line("| trunk | " + inline(card.trunk()) + " |");
    }
    if (!card.trunkIdentity().isEmpty()) {
      line("| trunk's fingerprint | `" + card.trunkIdentity() + "` |");
    }
  }

  private void licence() {
    heading("Licence of the weights");
    line(inline(card.licenceNote()));
    if (!card.licenceUrl().isEmpty()) {
      line("");
      line("[" + inline(card.licenceName()) + "](" + card.licenceUrl() + ")");
    }
  }

  private void heading(String title) {
    line("");
    line("## " + title);
    line("");
  }

  private void code(String language, String code) {
    line("```" + language);
    line(code);
    line("```");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.4f", value.getAsDouble()) : "–";
  }

  private static String interval(OptionalDouble low, OptionalDouble high) {
    return low.isEmpty() ? "–" : number(low) + " to " + number(high);
  }

  /** A name must neither end a table's cell nor become markup. */
  private static String inline(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("\\`*_{}[]<>|#".indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c < ' ' ? ' ' : c);
    }
    return escaped.toString();
  }
}
