/// Histories in a small notation, and the tests of the vocabulary.
@NullMarked
package slipway.core;

import org.jspecify.annotations.NullMarked;
