#!/bin/sh
# Builds vegeta.
#
#   build.sh FILE     FILE, an absolute path, becomes the program
set -eu
file=$1
cd "$(dirname "$0")"
PATH=$PATH:/usr/local/go/bin
export CGO_ENABLED=0 GOFLAGS= GOWORK=off

go build -mod=readonly -trimpath -buildvcs=false -o "$file" github.com/tsenart/vegeta/v12
