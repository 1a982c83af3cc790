"""`create secret generic`."""
from __future__ import annotations

from kubectl_lite.cli import contenthash, filesource, generate, secretdata
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "secrets", build, "failed to create secret ")


def build(ctx, flags, name):
    if flags["from-env-file"] and (flags["from-file"] or flags["from-literal"]):
        raise CommandError("from-env-file cannot be combined with from-file or from-literal")
    data: dict = {}
    for source in (filesource.files(flags["from-file"]), filesource.literals(flags["from-literal"]),
                   filesource.env_files(flags["from-env-file"], ctx.environ)):
        for key, content in source:
            secretdata.add(data, key, content)
    return contenthash.appended(secretdata.secret(name, data, flags["type"]), flags["append-hash"])
