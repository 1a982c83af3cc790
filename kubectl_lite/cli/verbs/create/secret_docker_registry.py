"""`create secret docker-registry`."""
from __future__ import annotations

from kubectl_lite.cli import contenthash, filesource, generate, secretdata
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import gojson

KEY, TYPE = ".dockerconfigjson", "kubernetes.io/dockerconfigjson"


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "secrets", build, "failed to create secret ")


def build(ctx, flags, name):
    data: dict = {}
    user, password, server = flags["docker-username"], flags["docker-password"], flags["docker-server"]
    if not flags["from-file"] and not (user and password and server):
        raise CommandError("either --from-file or the combination of --docker-username, --docker-password and --docker-server is required")
    for key, content in filesource.files([_keyed(source) for source in flags["from-file"]]):
        secretdata.add(data, key, content)
    if not flags["from-file"]:
        secretdata.add(data, KEY, config(user, password, flags["docker-email"], server).encode())
    return contenthash.appended(secretdata.secret(name, data, TYPE), flags["append-hash"])


def _keyed(source: str) -> str:
    """A file without a key of its own is the whole configuration."""
    import os
    return source if "=" in source or os.path.isdir(source) else f"{KEY}={source}"


def config(user: str, password: str, email: str, server: str) -> str:
    """The content of a docker config file for one registry."""
    entry = {"username": user, "password": password, "email": email, "auth": secretdata.encode(f"{user}:{password}".encode())}
    return gojson.compact({"auths": {server: {k: v for k, v in entry.items() if v}}}, sort=False)
