package slipway.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// What a client asks for: move `amount` from one account to another.
///
/// @param held only where `from` holds exactly so much; null for whatever it holds
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Order(@Nullable String from, @Nullable String to, long amount, @Nullable Long held) {}
