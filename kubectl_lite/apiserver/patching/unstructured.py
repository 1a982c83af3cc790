"""Why a map cannot become a typed object: the texts of apimachinery's unstructured converter, which strategic patches go through."""
from __future__ import annotations

from kubectl_lite.api import schema
from kubectl_lite.api.codec_errors import SPECIAL, base64_error, diagnose
from kubectl_lite.machinery.typenames import reflect_kind, reflect_type

KINDS = {"integer": "int64", "boolean": "bool", "string": "string", "number": "float64"}


def problem(value, name: str) -> str:
    """The first problem of a value for a definition, "" when the converter takes it."""
    if name in SPECIAL:
        return diagnose(value, name)[0]
    if not isinstance(value, dict):
        return f"cannot restore struct from: {reflect_kind(value)}"
    for field, facts in schema.fields(name).items():
        if value.get(field) is not None:
            found = _field(value[field], facts)
            if found:
                return found
    return ""


def _field(value, facts):
    if value is None:
        return ""
    if "ref" in facts:
        return problem(value, facts["ref"])
    if "items" in facts:
        if not isinstance(value, list):
            return f"cannot restore slice from {reflect_kind(value)}"
        return next((text for item in value if (text := _field(item, facts["items"]))), "")
    if "values" in facts:
        if not isinstance(value, dict):
            return f"cannot restore map from {reflect_kind(value)}"
        return next((text for key in sorted(value) if (text := _field(value[key], facts["values"]))), "")
    return _scalar(value, facts)


def _scalar(value, facts):
    kind = facts.get("type")
    if facts.get("format") == "byte":
        text = base64_error(value) if isinstance(value, str) else ""
        return f"error decoding from json: {text}" if text else "" if isinstance(value, str) else f"cannot restore slice from {reflect_kind(value)}"
    if kind not in KINDS or reflect_kind(value) == KINDS[kind]:
        return ""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind in ("integer", "number") and number and (kind == "number" or float(value).is_integer()):
        return ""
    go = (facts.get("go") or "").rpartition("|")[2].lstrip("*") or facts.get("format") or KINDS[kind]
    if number and (kind == "integer" or kind == "string" and isinstance(value, int)):  # what Go could convert, JSON may not
        return f"cannot convert {reflect_type(value)} to {go}"
    return f"unrecognized type: {facts.get('format') if kind == 'integer' else KINDS[kind]}"
