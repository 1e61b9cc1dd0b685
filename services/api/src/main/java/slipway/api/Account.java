package slipway.api;

/// One account and what it holds.
public record Account(String id, long balance) {}
