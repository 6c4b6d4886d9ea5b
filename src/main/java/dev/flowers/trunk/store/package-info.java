/**
 * The trunks of a home, whatever networks they are, and how they get there.
 *
 * <p>API: {@link dev.flowers.trunk.store.TrunkStore} finds them, {@link
 * dev.flowers.trunk.store.TrunkProvider} decides which weights make the one that is wanted.
 */
@NullMarked
package dev.flowers.trunk.store;

import org.jspecify.annotations.NullMarked;
