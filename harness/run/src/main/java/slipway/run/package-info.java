/// Plays scenarios, keeps what was seen, judges it, and reports: the command line and the stage
/// hands.
@NullMarked
package slipway.run;

import org.jspecify.annotations.NullMarked;
