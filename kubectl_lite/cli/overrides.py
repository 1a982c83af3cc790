"""--overrides: a patch over an object that a generator made."""
from __future__ import annotations

import json

from kubectl_lite.cli import localpatch
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery.wire import JSON_PATCH, MERGE_PATCH, STRATEGIC_PATCH

TYPES = {"merge": MERGE_PATCH, "json": JSON_PATCH, "strategic": STRATEGIC_PATCH}


def apply(obj: dict, text: str, kind: str = "merge") -> dict:
    """The object with the overrides; inline JSON, as a merge patch unless said otherwise."""
    if not text:
        return obj
    if kind not in TYPES:
        raise CommandError(f"invalid override type: {kind}")
    try:
        patch = json.loads(text)
    except ValueError:
        raise CommandError("Invalid JSON Patch" if kind != "strategic" else "invalid JSON document") from None
    return localpatch.apply(obj, patch, TYPES[kind])
