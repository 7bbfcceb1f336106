#!/usr/bin/env bash
# Builds target/release/gatepost: one binary that carries its whole site.
source "$(dirname "$0")/env.sh"

binary=target/release/gatepost
stamp=target/release/gatepost.built
sources=(app/src app/Cargo.toml frontend server/src server/data server/migrations server/build.rs server/Cargo.toml style public
    scripts/package-lock.json Cargo.toml Cargo.lock .cargo rust-toolchain.toml)

# cargo-leptos makes the site anew at every call, and with it the binary: minutes for nothing.
is_up_to_date() {
    [ -d target/site/pkg ] && [ "$stamp" -nt "$binary" ] &&
        [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]
}

if is_up_to_date; then
    say "The release is up to date."
    exit
fi
say "Building the release (the first time about 10 minutes, later as long as your change takes)…"
rm -f "$stamp"
begun=$(mktemp)
cargo leptos build --release
# Of the time when the build began: what was saved meanwhile may not be in it.
if [ -z "$(find "${sources[@]}" -newer "$begun" -print -quit)" ]; then
    touch "$stamp"
fi
rm -f "$begun"
