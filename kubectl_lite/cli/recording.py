"""--record: the command line kept in the annotation kubernetes.io/change-cause."""
from __future__ import annotations

CAUSE = "kubernetes.io/change-cause"


def command_line(flags, args: list[str]) -> str:
    """The command as kubectl records it: words first, then the flags in the order they were given."""
    words = ["kubectl", *flags.path.split(), *args]
    return " ".join(words + [f"--{name}={value}" for name, value in flags.given])


def recorded(obj: dict, flags) -> dict:
    """The object with the annotation, where --record was given; else the object."""
    if not flags.get("record"):
        return obj
    meta = dict(obj.get("metadata") or {})
    meta["annotations"] = {**(meta.get("annotations") or {}), CAUSE: command_line(flags, flags.words)}
    return {**obj, "metadata": meta}


def patch(flags) -> dict:
    """The merge patch that records, {} without --record."""
    return {"metadata": {"annotations": {CAUSE: command_line(flags, flags.words)}}} if flags.get("record") else {}
