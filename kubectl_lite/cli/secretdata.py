"""The data of the secrets that `create secret` makes: checked keys, base64 values."""
from __future__ import annotations

import base64

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import names


def encode(content: bytes) -> str:
    return base64.b64encode(content).decode()


def add(data: dict, key: str, content: bytes) -> None:
    """Put one entry in; a bad key or a second one of the same name is an error."""
    problems = names.config_key(key)
    if problems:
        raise CommandError(f'"{key}" is not valid key name for a Secret {";".join(problems)}')
    if key in data:
        raise CommandError(f"cannot add key {key}, another key by that name already exists")
    data[key] = encode(content)


def secret(name: str, data: dict, type: str = "") -> dict:
    """A Secret as kubectl's typed object is encoded."""
    obj = {"kind": "Secret", "apiVersion": "v1", "metadata": {"name": name}}
    if data:
        obj["data"] = data
    if type:
        obj["type"] = type
    return obj
