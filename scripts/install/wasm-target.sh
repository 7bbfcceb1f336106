#!/usr/bin/env bash
# Sees to the standard library for wasm32-unknown-unknown. The folder is what counts: rustup
# does not know of a library that was built here.
source "$(dirname "$0")/../env.sh"

target=wasm32-unknown-unknown
folder=$(rustc --print sysroot)/lib/rustlib/$target/lib

is_there() {
    compgen -G "$folder/libcore-*.rlib" >/dev/null
}

is_there && exit

if have rustup; then
    say "Installing the $target target (once, under 1 minute)…"
    timeout 300 rustup target add "$target" >/dev/null 2>&1 || true
    is_there && exit
    say "rustup could not bring it; building it from the library's source instead."
fi

[ -n "${GATEPOST_RUST_LIBRARY_ARCHIVE:-}" ] || die "The Rust target $target is missing and rustup cannot bring it.
Where the Rust distribution server is out of reach, set GATEPOST_RUST_LIBRARY_ARCHIVE to a tar
archive of the library/ folder of exactly $(rustc --version | cut -d' ' -f2) (Debian's package rust-src holds it)."
scripts/install/wasm-library-from-source.sh "$GATEPOST_RUST_LIBRARY_ARCHIVE" "$folder"
