#!/usr/bin/env python3
"""Makes server/data/common-passwords.txt out of lists of common passwords.

    scripts/common-passwords.py LIST…

A list has one password a line and may be gzipped. Where the lists of today come from stands in
server/data/README.md. The server compares whole passwords in small letters and in normalisation
form C, and no password has fewer than eight characters: the rest is left out.
"""

import gzip
import pathlib
import sys
import unicodedata

LEAST = 8
TARGET = pathlib.Path(__file__).resolve().parent.parent / "server/data/common-passwords.txt"


def lines(path):
    data = pathlib.Path(path).read_bytes()
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    return data.decode("utf-8", "ignore").splitlines()


def main(paths):
    if not paths:
        sys.exit(__doc__)
    passwords = {
        unicodedata.normalize("NFC", line).lower().strip() for path in paths for line in lines(path)
    }
    kept = sorted(password.encode() for password in passwords if len(password) >= LEAST)
    TARGET.write_bytes(b"".join(password + b"\n" for password in kept))
    print(f"{len(kept)} passwords, {TARGET.stat().st_size} bytes")


main(sys.argv[1:])
