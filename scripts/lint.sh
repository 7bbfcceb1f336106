#!/usr/bin/env bash
# Format and lints, on both sides. `app` is two programs in one: clippy reads it once with the
# server's features and once, for WASM, with the browser's. Installs what it needs: `make lint` runs it alone.
source "$(dirname "$0")/env.sh"

scripts/install/compilers.sh
scripts/install/wasm-target.sh
scripts/install/npm.sh end2end "Playwright and providers to test against"
scripts/install/shellcheck.sh

say "Checking the format…"
cargo fmt --all --check

say "Linting the server side (the first time about 3 minutes)…"
cargo clippy --package app --package server --package raw-argon2id --all-targets --locked -- --deny warnings

say "Linting the browser side (the first time about 2 minutes)…"
cargo clippy --package frontend --target wasm32-unknown-unknown --locked -- --deny warnings

say "Checking the scripts and the end-to-end tests' types…"
(cd end2end && node_modules/.bin/tsc --noEmit)
shellcheck --external-sources --source-path=SCRIPTDIR scripts/*.sh scripts/install/*.sh .ci/run
