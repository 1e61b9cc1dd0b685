/// A load generator for any HTTP service, on its own: `slipway load`. When each request is due is
/// fixed before the first is sent, and latency counts from there.
@NullMarked
package slipway.loadtest.generator;

import org.jspecify.annotations.NullMarked;
