#!/usr/bin/env bash
# Builds the standard library for wasm32-unknown-unknown from its source:
# wasm-library-from-source.sh ARCHIVE FOLDER. For machines that reach a package mirror but not
# the Rust distribution server. ARCHIVE is a tar of the compiler's own library/ folder.
source "$(dirname "$0")/../env.sh"

archive=$(realpath "$1")
folder=$2
target=wasm32-unknown-unknown
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

say "Building the $target library (once, about 1 minute)…"
tar -xf "$archive" -C "$scratch" || die "$archive is not a tar archive."
manifest=$(find "$scratch" -path '*/library/Cargo.toml' -print -quit)
[ -n "$manifest" ] || die "$archive holds no library/Cargo.toml."

# The library uses unstable features of the very compiler it belongs to, which need not be the
# one that rustup would choose in the scratch folder.
sysroot=$(rustc --print sysroot)
unset CARGO_ENCODED_RUSTFLAGS
export RUSTC="$sysroot/bin/rustc" RUSTC_BOOTSTRAP=1
export RUSTFLAGS="-Cembed-bitcode=yes -Zforce-unstable-if-unmarked"
export CARGO_TARGET_DIR="$scratch/target"
quietly "$sysroot/bin/cargo" build --manifest-path "$manifest" --package sysroot \
    --target "$target" --profile dist --features "panic-unwind backtrace" ||
    die "The library does not build (see above); it must belong to exactly $(rustc --version)."

# Two copies of `core` in the folder would break every build.
compgen -G "$folder/libcore-*.rlib" >/dev/null && exit
{ mkdir -p "$folder" && cp "$CARGO_TARGET_DIR/$target/dist/deps/"*.rlib "$folder/"; } ||
    die "$folder cannot be written. Run this once as its owner."
