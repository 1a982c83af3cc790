"""Labels in one text: `a=b,c=d` (generate.ParseLabels)."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.machinery import names


def parse_labels(text: str) -> dict:
    """key -> value; an error for what is no label."""
    labels = {}
    for item in text.split(","):
        key, equals, value = item.partition("=")
        if not equals or "=" in value:
            raise CommandError(f"unexpected label spec: {item}")
        if not key:
            raise CommandError("unexpected empty label key")
        problems = names.label_value(value)
        if problems:
            raise CommandError(f'invalid label value: "{value}": {";".join(problems)}')
        labels[key] = value
    return labels
