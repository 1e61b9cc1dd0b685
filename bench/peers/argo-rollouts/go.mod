// Argo Rollouts, to be compared with on the same cluster and load (issue 4). The controller is built
// in the module's own folder, by its own go.mod: this one pins it, and go.sum says what it must be.
module slipway/bench/peers/argo-rollouts

go 1.25.0

require github.com/argoproj/argo-rollouts v1.10.0
