"""`create poddisruptionbudget`."""
from __future__ import annotations

import re

from kubectl_lite.cli import generate
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.selectorflag import label_selector

AMOUNT = re.compile(r"[0-9]+%?")


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "poddisruptionbudgets", build, "failed to create poddisruptionbudgets: ")


def build(ctx, flags, name):
    _check(flags)
    spec = {}
    if flags["min-available"]:
        spec["minAvailable"] = int_or_string(flags["min-available"])
    spec["selector"] = label_selector(flags["selector"])
    if flags["max-unavailable"]:
        spec["maxUnavailable"] = int_or_string(flags["max-unavailable"])
    return {"kind": "PodDisruptionBudget", "apiVersion": "policy/v1", "metadata": {"name": name}, "spec": spec,
            "status": {"disruptionsAllowed": 0, "currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0}}


def _check(flags):
    if not flags["selector"]:
        raise CommandError("a selector must be specified")
    for name in ("min-available", "max-unavailable"):
        if flags[name] and not AMOUNT.fullmatch(flags[name]):
            raise CommandError(f"invalid format specified for {name}")
    if not flags["max-unavailable"] and not flags["min-available"]:
        raise CommandError("one of min-available or max-unavailable must be specified")
    if flags["max-unavailable"] and flags["min-available"]:
        raise CommandError("min-available and max-unavailable cannot be both specified")


def int_or_string(text: str):
    """intstr.Parse."""
    try:
        return int(text)
    except ValueError:
        return text
