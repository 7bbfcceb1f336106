#!/usr/bin/env bash
# Everything the build needs. Each step looks first: when all is there this takes half a second.
source "$(dirname "$0")/env.sh"

scripts/install/compilers.sh
scripts/install/wasm-target.sh
scripts/install/cargo-leptos.sh
scripts/install/wasm-bindgen.sh
scripts/install/npm.sh scripts "wasm-opt"
