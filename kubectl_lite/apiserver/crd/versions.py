"""The versions of a CustomResourceDefinition: what each says, and the order of versions."""
from __future__ import annotations

import re

KUBE_VERSION = re.compile(r"v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?")
STAGES = {"alpha": 0, "beta": 1, None: 2}


def of(crd: dict, name: str) -> dict:
    """One version of a definition, {} when it has none of that name."""
    return next((v for v in crd["spec"]["versions"] if v["name"] == name), {})


def stored(crd: dict) -> dict:
    """The version in which objects are stored."""
    return next(v for v in crd["spec"]["versions"] if v.get("storage"))


def schema(crd: dict, name: str) -> dict:
    """The OpenAPI schema of a version."""
    return (of(crd, name).get("schema") or {}).get("openAPIV3Schema") or {}


def has_status(crd: dict, name: str) -> bool:
    """Whether a version has the status subresource."""
    return "status" in (of(crd, name).get("subresources") or {})


def scale(crd: dict, name: str) -> dict | None:
    """The scale subresource of a version."""
    return (of(crd, name).get("subresources") or {}).get("scale")


def priority(name: str) -> tuple:
    """A sort key: Kubernetes' order of versions, the highest first (v10, v2, v1, v2beta1, v1alpha1, then others by name)."""
    found = KUBE_VERSION.fullmatch(name)
    if not found:
        return 1, name
    return 0, -STAGES[found[2]], -int(found[1]), -int(found[3] or 0)


def in_order(crd: dict) -> list[dict]:
    """The versions of a definition, the preferred one first."""
    return sorted(crd["spec"]["versions"], key=lambda v: priority(v["name"]))


def deprecation(crd: dict, name: str) -> str:
    """The warning of a deprecated version, "" when it is not deprecated."""
    version = of(crd, name)
    if not version.get("deprecated"):
        return ""
    if version.get("deprecationWarning"):
        return version["deprecationWarning"]
    group, kind = crd["spec"]["group"], crd["spec"]["names"]["kind"]
    text = f"{group}/{name} {kind} is deprecated"
    better = next((v["name"] for v in in_order(crd) if v.get("served") and not v.get("deprecated")), "")
    return f"{text}; use {group}/{better} {kind}" if better and priority(better) < priority(name) else text


def terminating(crd: dict) -> bool:
    """Whether a definition is being deleted."""
    return "deletionTimestamp" in crd["metadata"]
