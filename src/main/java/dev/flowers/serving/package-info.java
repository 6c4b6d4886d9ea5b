/**
 * Classification over HTTP: start with {@link dev.flowers.serving.FlowerServer#builder()}. It needs
 * the optional dependencies jetty-server and Prometheus' client.
 */
@NullMarked
package dev.flowers.serving;

import org.jspecify.annotations.NullMarked;
