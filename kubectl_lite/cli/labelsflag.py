"""Labels in one text: `a=b,c=d` (generate.ParseLabels)."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


def parse_labels(text: str) -> dict:
    """key -> value; an error for what is no label. Whether key and value may be used is for the server to say."""
    labels = {}
    for item in text.split(","):
        key, equals, value = item.partition("=")
        if not equals or "=" in value:
            raise CommandError(f"unexpected label spec: {item}")
        if not key:
            raise CommandError("unexpected empty label key")
        labels[key] = value
    return labels
