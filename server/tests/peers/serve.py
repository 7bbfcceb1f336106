#!/usr/bin/env python3
"""Serves the Django project on loopback: serve.py --port PORT --database FILE-OR-URL [--retype] [--no-activation]

Port 0 takes a free one. Once it answers it prints one line, `http://127.0.0.1:PORT`.
"""

import argparse
import os
import socketserver
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Quiet(WSGIRequestHandler):
    def log_message(self, format, *arguments):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--database", required=True)
    parser.add_argument("--retype", action="store_true", help="every form asks for a new password twice")
    parser.add_argument("--no-activation", action="store_true", help="djoser's own default: no activation mail")
    parser.add_argument("--real-hashes", action="store_true", help="hash passwords at Django's full cost")
    arguments = parser.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "django_project.settings"
    os.environ["PEER_DATABASE"] = arguments.database
    os.environ["PEER_RETYPE"] = str(int(arguments.retype))
    os.environ["PEER_NO_ACTIVATION"] = str(int(arguments.no_activation))
    os.environ["PEER_CHEAP_HASHES"] = str(int(not arguments.real_hashes))
    django.setup()

    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", run_syncdb=True, verbosity=0)
    server = make_server("127.0.0.1", arguments.port, get_wsgi_application(), Server, Quiet)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
