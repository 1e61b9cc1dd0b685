package slipway.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Transfers in the order of their ids; `next` is what to ask for after them, null at the end.
public record Page(List<Receipt> transfers, @Nullable String next) {}
