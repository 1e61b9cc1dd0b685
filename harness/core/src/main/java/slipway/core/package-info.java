/// The vocabulary: what is run, what was seen, and what follows from it; JDK only.
@NullMarked
package slipway.core;

import org.jspecify.annotations.NullMarked;
