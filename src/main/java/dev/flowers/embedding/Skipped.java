package dev.flowers.embedding;

import java.nio.file.Path;

/**
 * A file in a class folder that is not in the embeddings.
 *
 * @param path the file
 * @param id the SHA-256 of its bytes; empty if not even those could be read
 * @param reason what was found and what was expected
 */
public record Skipped(Path path, String id, String reason) {}
