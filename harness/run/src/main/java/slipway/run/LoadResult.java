package slipway.run;

import java.util.List;
import slipway.core.Verdict;
import slipway.loadtest.generator.LoadSpec;
import slipway.loadtest.generator.Measurement;

/// What there is to tell of a load.
///
/// @param series a few figures of each second
record LoadResult(
        LoadSpec load, Measurement measurement, List<LoadSecond> series, List<Verdict> verdicts) {}
