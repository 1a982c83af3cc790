"""Columns of the scale subresource: printScale."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Desired", "integer", "", 0),
    ("Available", "integer", "", 0),
    ("Age", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], (obj.get("spec") or {}).get("replicas", 0), (obj.get("status") or {}).get("replicas", 0), age(obj, now)]


def table(scale: dict, now: float) -> dict:
    """The Table of one Scale, which is no object of a resource of its own."""
    from kubectl_lite.printers.columns import definitions
    row = {"cells": cells(scale, now), "object": {"kind": "PartialObjectMetadata", "apiVersion": "meta.k8s.io/v1", "metadata": scale["metadata"]}}
    return {"kind": "Table", "apiVersion": "meta.k8s.io/v1", "metadata": {"resourceVersion": scale["metadata"].get("resourceVersion", "")},
            "columnDefinitions": definitions(COLUMNS), "rows": [row]}
