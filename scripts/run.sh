#!/usr/bin/env bash
# Builds Gatepost and serves it. Gatepost prints its own addresses.
source "$(dirname "$0")/env.sh"

scripts/setup-build.sh
scripts/build.sh
exec target/release/gatepost
