#!/usr/bin/env bash
# Everything the tests need beyond the build.
source "$(dirname "$0")/env.sh"

scripts/setup-build.sh
scripts/install/npm.sh end2end "Playwright and providers to test against"
scripts/install/chromium.sh
scripts/install/shellcheck.sh
scripts/install/postgresql.sh
scripts/install/python.sh
