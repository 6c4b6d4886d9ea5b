package dev.flowers.dataset;

import java.nio.file.Path;

/**
 * A file in a class folder. The content is not checked before it is decoded.
 *
 * @param path the file
 * @param label the index of its class in the sorted class names
 */
public record Photo(Path path, int label) {}
