#!/usr/bin/env bash
# Sees to target/python: the Python programs that the tests set Gatepost against.
source "$(dirname "$0")/../env.sh"

folder=target/python
wanted=server/tests/peers/requirements.txt
# A copy of the list that was installed: pip itself takes seconds to say so.
installed=$folder/installed-requirements.txt
cmp --silent "$wanted" "$installed" && exit

if ! have python3 || ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
    say "Installing Python (once, under 1 minute)…"
    scripts/install/apt.sh python3 python3-venv
fi
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    die "Python 3.11 or newer is needed; this is $(python3 --version)."

say "Installing Django and the other programs to test against (once, about 1 minute)…"
quietly python3 -m venv --clear "$folder" || die "python3 could not make $folder (see above)."
quietly "$folder/bin/python" -m pip install --disable-pip-version-check --requirement "$wanted" ||
    die "pip could not install $wanted (see above)."
cp "$wanted" "$installed"
