#!/usr/bin/env bash
# Serves a debug build and rebuilds it at every saved change.
source "$(dirname "$0")/env.sh"

scripts/setup-build.sh
exec cargo leptos watch
