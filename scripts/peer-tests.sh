#!/usr/bin/env bash
# Gatepost's release beside programs that nobody here wrote: Django's answers compared, a Django
# project moved over, schemathesis on the API, and mail through a real server while it is killed.
source "$(dirname "$0")/env.sh"

[ -x target/release/gatepost ] || die "target/release/gatepost is missing: scripts/build.sh makes it."
python=$PWD/target/python/bin/python
tests=server/tests/peers

say "Asking Gatepost and Django the same questions…"
scripts/with-postgres.sh "$python" $tests/parity.py run --table docs/django-differences.md
say "Moving a Django project's people over…"
scripts/with-postgres.sh "$python" $tests/migrate.py
say "Killing Gatepost while people register…"
scripts/with-postgres.sh "$python" $tests/siege.py
say "Rotating keys while tokens are verified…"
scripts/with-postgres.sh "$python" $tests/rotation.py
say "Trying the API at random by its own description…"
"$python" $tests/fuzz.py
