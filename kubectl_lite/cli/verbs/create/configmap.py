"""`create configmap`."""
from __future__ import annotations

import base64

from kubectl_lite.cli import contenthash, filesource, generate
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import names


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "configmaps", build, "failed to create configmap: ")


def build(ctx, flags, name):
    if flags["from-env-file"] and (flags["from-file"] or flags["from-literal"]):
        raise CommandError("from-env-file cannot be combined with from-file or from-literal")
    data, binary = {}, {}
    for source in (filesource.files(flags["from-file"]), filesource.literals(flags["from-literal"]),
                   filesource.env_files(flags["from-env-file"], ctx.environ)):
        for key, content in source:
            _add(data, binary, key, content, name)
    obj = {"kind": "ConfigMap", "apiVersion": "v1", "metadata": {"name": name}}
    if data:
        obj["data"] = data
    if binary:
        obj["binaryData"] = binary
    return contenthash.appended(obj, flags["append-hash"])


def _add(data, binary, key, content, name):
    problems = names.config_key(key)
    if problems:
        raise CommandError(f'"{key}" is not a valid key name for a ConfigMap: {",".join(problems)}')
    for store, title in ((data, "Data"), (binary, "BinaryData")):
        if key in store:
            raise CommandError(f'cannot add key "{key}", another key by that name already exists in {title} for ConfigMap "{name}"')
    try:
        data[key] = content.decode()
    except UnicodeDecodeError:
        binary[key] = base64.b64encode(content).decode()
