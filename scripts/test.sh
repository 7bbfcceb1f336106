#!/usr/bin/env bash
# Everything that must hold, cheapest first. Stops at the first thing that does not.
source "$(dirname "$0")/env.sh"

scripts/setup-tests.sh
scripts/lint.sh
scripts/rust-tests.sh
scripts/build.sh
scripts/page-weight.mjs
scripts/peer-tests.sh
scripts/end-to-end.sh
