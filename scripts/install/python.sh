#!/usr/bin/env bash
# Brings target/python to scripts/requirements.txt: the mail server of the integration tests.
source "$(dirname "$0")/../env.sh"

folder=target/python
# A copy of the list they were installed by.
installed=$folder/.installed-by-list
cmp --silent scripts/requirements.txt "$installed" && exit

say "Installing the tests' mail server (once, under 1 minute)…"
# Debian keeps what makes an environment apart from Python itself.
if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then
    scripts/install/apt.sh python3-venv
fi
quietly python3 -m venv --clear "$folder" || die "Python's venv failed in $folder (see above). Python 3.9 or newer is needed."
quietly "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --requirement scripts/requirements.txt ||
    die "pip could not install scripts/requirements.txt (see above)."
cp scripts/requirements.txt "$installed"
