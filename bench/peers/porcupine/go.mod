// Porcupine, to compare our judge of linearizability with (issue 5): this pins it, and go.sum says
// what it must be.
module slipway/bench/peers/porcupine

go 1.25.0

require github.com/anishathalye/porcupine v1.3.1
