"""ServiceAccount: references to secrets keep only their names; nothing but metadata is checked."""
from __future__ import annotations

from kubectl_lite.api.validation import meta


def prepare_for_create(obj):
    if obj.get("secrets"):
        obj["secrets"] = [{"name": ref["name"]} if ref.get("name") else {} for ref in obj["secrets"]]


def prepare_for_update(obj, old):
    prepare_for_create(obj)


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], True)
