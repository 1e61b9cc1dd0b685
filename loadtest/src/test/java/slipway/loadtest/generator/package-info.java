@NullMarked
package slipway.loadtest.generator;

import org.jspecify.annotations.NullMarked;
