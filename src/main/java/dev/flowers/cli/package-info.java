/**
 * The command line: picocli commands that parse and delegate. The only place that knows standard
 * streams and exit codes.
 *
 * <p>Internal: not for programs, and not in the published Javadoc.
 */
@NullMarked
package dev.flowers.cli;

import org.jspecify.annotations.NullMarked;
