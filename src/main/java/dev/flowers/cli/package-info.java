/**
 * The command line: picocli commands that parse and delegate. The only place that knows standard
 * streams and exit codes.
 */
@NullMarked
package dev.flowers.cli;

import org.jspecify.annotations.NullMarked;
