#!/bin/sh
# Builds the controller from its Go module, and an image of it.
#
#   build.sh ENGINE IMAGE CRDS     ENGINE is docker or podman; CRDS is the folder that gets the module's
#                                  definitions of its objects
set -eu
engine=$1
image=$2
crds=$3
cd "$(dirname "$0")"
module=github.com/argoproj/argo-rollouts
PATH=$PATH:/usr/local/go/bin
export CGO_ENABLED=0 GOFLAGS= GOWORK=off

go mod download "$module"
source=$(go list -mod=readonly -m -f '{{.Dir}}' "$module")
context=$(mktemp -d)
trap 'rm -rf "$context"' EXIT
(cd "$source" &&
    go build -mod=readonly -trimpath -buildvcs=false '-ldflags=-s -w' -o "$context/" ./cmd/rollouts-controller)
cp Containerfile "$context/"
# By its name, which Docker would not look for.
"$engine" build --quiet --file "$context/Containerfile" --tag "$image" "$context"

mkdir -p "$crds"
cp "$source"/manifests/crds/*-crd.yaml "$crds/"
chmod u+w "$crds"/*
