"""ControllerRevision: data that never changes and a revision that does not go back."""
from __future__ import annotations

from kubectl_lite.api.core.configmap import prepare_for_create, prepare_for_update  # noqa: F401
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field


def validate(obj):
    problems, data = [], obj.get("data")
    if data is None:
        problems.append(field.required("data", "data is mandatory"))
    elif not isinstance(data, dict):
        problems.append(field.required("data", "data must be a valid JSON object"))
    return problems + text.non_negative(obj.get("revision"), "revision")


def validate_update(obj, old):
    problems = meta.validate_meta(obj["metadata"], True) + text.non_negative(obj.get("revision"), "revision")
    if obj.get("data") != old.get("data"):
        problems.append(field.invalid("data", obj.get("data"), "field is immutable"))
    return problems
