"""What becomes of a pod spec when it is written: `settle` is the `canonicalize` slot of every kind with pods or pod templates.

The server of 1.36 takes hostIPC, compares and validates it, and then does not write it.
"""
from __future__ import annotations

# kind: the way to its pod spec
PATHS = {"Pod": ("spec",), "PodTemplate": ("template", "spec"), "CronJob": ("spec", "jobTemplate", "spec", "template", "spec")}
TEMPLATE = ("spec", "template", "spec")


def settle(obj: dict) -> None:
    """Leave away what is not written; changes the private object."""
    spec = obj
    for key in PATHS.get(obj.get("kind"), TEMPLATE):
        spec = spec.get(key) or {}
    spec.pop("hostIPC", None)
