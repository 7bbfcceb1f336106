#!/usr/bin/env python3
"""Serves django-oauth-toolkit, an OpenID provider, on a free port of loopback.

Its issuer is another address than that port's: whoever starts it leads people on from there. Once it
answers it prints one line, `http://127.0.0.1:PORT`.
"""

import argparse
import os
import signal
import sys
import tempfile
from wsgiref.simple_server import make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from serve import Quiet, Server


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--issuer", required=True)
    parser.add_argument("--password", required=True, help="that of everybody")
    parser.add_argument("--client-id", required=True)
    parser.add_argument("--client-secret", required=True)
    parser.add_argument("--redirect-uri", required=True)
    arguments = parser.parse_args()

    # Told to end, it takes its folder with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "toolkit_project.settings"
        os.environ["PEER_DATABASE"] = f"{folder}/toolkit.db"
        os.environ["PEER_ISSUER"] = arguments.issuer
        os.environ["PEER_PASSWORD"] = arguments.password
        os.environ["PEER_KEY"] = private_key()
        django.setup()

        from django.core.management import call_command
        from django.core.wsgi import get_wsgi_application

        call_command("migrate", run_syncdb=True, verbosity=0)
        register(arguments)
        server = make_server("127.0.0.1", 0, get_wsgi_application(), Server, Quiet)
        print(f"http://127.0.0.1:{server.server_port}", flush=True)
        server.serve_forever()


def private_key():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode()


def register(arguments):
    from oauth2_provider.models import Application

    Application.objects.create(
        name="Gatepost",
        client_id=arguments.client_id,
        client_secret=arguments.client_secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        algorithm=Application.RS256_ALGORITHM,
        redirect_uris=arguments.redirect_uri,
    )


if __name__ == "__main__":
    main()
