package slipway.api;

/// A committed transfer.
public record Receipt(String id, String key, String from, String to, long amount) {}
