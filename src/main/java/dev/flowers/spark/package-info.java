/**
 * Embedding and classifying on a cluster that runs Apache Spark, which is to be on the class path.
 *
 * <p>API: {@link dev.flowers.spark.SparkEmbedder} and {@link dev.flowers.spark.SparkClassifier}.
 * {@link dev.flowers.spark.SparkMain} is what {@code spark-submit} runs. Partitions, placement and
 * repeated tasks are Spark's; a trunk or model is opened once by each executor process. What
 * belongs to an output is what its {@linkplain dev.flowers.embedding.ShardManifest manifest} names,
 * so a task that was killed or ran twice leaves nothing that is read.
 */
@NullMarked
package dev.flowers.spark;

import org.jspecify.annotations.NullMarked;
