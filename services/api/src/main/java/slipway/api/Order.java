package slipway.api;

import org.jspecify.annotations.Nullable;

/// What a client asks for: move `amount` from one account to another.
public record Order(@Nullable String from, @Nullable String to, long amount) {}
