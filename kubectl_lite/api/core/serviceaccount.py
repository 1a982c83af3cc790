"""ServiceAccount: references to secrets keep only their names; nothing but metadata is checked."""
from __future__ import annotations

from kubectl_lite.api.validation import meta

ENFORCE = "kubernetes.io/enforce-mountable-secrets"


def prepare_for_create(obj):
    if obj.get("secrets"):
        obj["secrets"] = [{"name": ref["name"]} if ref.get("name") else {} for ref in obj["secrets"]]


def prepare_for_update(obj, old):
    prepare_for_create(obj)


def warnings(obj, old):
    """The annotation that is on its way out, when it is new."""
    if ENFORCE not in (obj["metadata"].get("annotations") or {}) or old and ENFORCE in (old["metadata"].get("annotations") or {}):
        return []
    return [f"metadata.annotations[{ENFORCE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"]


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True)
