"""The annotation kubectl.kubernetes.io/last-applied-configuration: what was last applied, as kubectl encodes it."""
from __future__ import annotations

from kubectl_lite.machinery import gojson

ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration"


def encode(obj: dict, typed: bool = False, sort: bool = False) -> str:
    """The configuration of an object without the annotation itself.

    Objects made by kubectl's own types keep their field order and leave empty annotations out; objects read from files are maps:
    sorted, and with annotations always present. `sort` sorts either.
    """
    meta = dict(obj.get("metadata") or {})
    annotations = {k: v for k, v in (meta.get("annotations") or {}).items() if k != ANNOTATION}
    if annotations or not typed:
        meta["annotations"] = annotations
    else:
        meta.pop("annotations", None)
    return gojson.compact({**obj, "metadata": meta}, sort=sort or not typed) + "\n"


def without(obj: dict) -> dict:
    """A copy of the object that does not speak of what was applied."""
    meta = dict(obj.get("metadata") or {})
    meta["annotations"] = {k: v for k, v in (meta.get("annotations") or {}).items() if k != ANNOTATION}
    return {**obj, "metadata": meta}


def annotate(obj: dict, typed: bool = False) -> dict:
    """A copy of the object that carries its own configuration."""
    meta = dict(obj.get("metadata") or {})
    meta["annotations"] = {**(meta.get("annotations") or {}), ANNOTATION: encode(obj, typed)}
    return {**obj, "metadata": meta}


def of(obj: dict) -> str | None:
    """The recorded configuration, or None."""
    return ((obj.get("metadata") or {}).get("annotations") or {}).get(ANNOTATION)


def updated(obj: dict, wanted: bool, typed: bool = False) -> dict:
    """The object with its annotation, if wanted or if it carries one already (util.CreateOrUpdateAnnotation)."""
    return annotate(obj, typed) if wanted or of(obj) else obj
