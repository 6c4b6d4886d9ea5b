package dev.flowers.archive;

import dev.flowers.zoo.PublishedModel;

/**
 * What a run did.
 *
 * @param model whose answers they are
 * @param photos how many answers the file has now
 * @param standing how many of them were there already
 * @param failed how many of all answers say why there is none
 * @param known how many of this run's photos had an embedding already
 * @param embedded for how many of them the trunk computed one
 * @param unused how many files of the folders are no photos: hidden ones, pipes, links to nothing
 */
public record ArchiveResult(
    PublishedModel model,
    long photos,
    long standing,
    long failed,
    long known,
    long embedded,
    long unused) {}
