"""`create secret tls`: a certificate and its key, which must belong together."""
from __future__ import annotations

from kubectl_lite.cli import contenthash, generate, secretdata
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import tlspair


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "secrets", build, "failed to create secret ")


def build(ctx, flags, name):
    if not flags["key"] or not flags["cert"]:
        raise CommandError("key and cert must be specified")
    cert, key = _read(flags["cert"]), _read(flags["key"])
    problem = tlspair.problem(cert, key)
    if problem:
        raise CommandError(problem)
    data = {"tls.crt": secretdata.encode(cert), "tls.key": secretdata.encode(key)}
    return contenthash.appended(secretdata.secret(name, data, "kubernetes.io/tls"), flags["append-hash"])


def _read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError as e:
        raise CommandError(f"Cannot read file {path}, open {path}: {e.strerror.lower()}") from None
