package slipway.core;

/// What a pod itself has counted since it started, as its metrics tell.
///
/// @param version of its image; of a pod of the workload's baseline, [Baseline#version]
/// @param answered requests
/// @param failed those of them that it answered with 500 or more
public record Served(String pod, String version, long answered, long failed) {}
