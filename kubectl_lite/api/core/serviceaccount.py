"""ServiceAccount: references to secrets keep only their names; nothing but metadata is checked."""
from __future__ import annotations

from kubectl_lite.api.validation import meta

ENFORCE = "kubernetes.io/enforce-mountable-secrets"


def prepare_for_create(obj):
    if obj.get("secrets"):
        obj["secrets"] = [{"name": ref["name"]} if ref.get("name") else {} for ref in obj["secrets"]]


def prepare_for_update(obj, old):
    prepare_for_create(obj)


ENFORCE = "kubernetes.io/enforce-mountable-secrets"
ENFORCE_WARNING = f"metadata.annotations[{ENFORCE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"


def warnings(obj, old):
    """The annotation that is on its way out, when it is new."""
    def has(account):
        return ENFORCE in ((account or {}).get("metadata", {}).get("annotations") or {})
    return [ENFORCE_WARNING] if has(obj) and not has(old) else []


def warnings(obj, old):
    if ENFORCE in (obj["metadata"].get("annotations") or {}):
        return [f"metadata.annotations[{ENFORCE}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets"]
    return []


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True)
