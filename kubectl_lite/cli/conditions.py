"""What `wait --for` waits for: condition=NAME[=VALUE], jsonpath=EXPRESSION[=VALUE], delete, create."""
from __future__ import annotations

import re

from kubectl_lite.cli import goparse
from kubectl_lite.cli.errors import CommandError

EXAMPLE = "--for=jsonpath='{.status.readyReplicas}'"


def parse(text: str):
    """"delete", "create", or a function of the object that tells whether it is met."""
    if text.lower() in ("delete", "create"):
        return text.lower()
    if text.startswith("condition="):
        name, equals, value = text[len("condition="):].partition("=")
        wanted = value if equals else "true"
        return lambda obj: has_condition(obj, name, wanted)
    if text.startswith("jsonpath="):
        return _jsonpath(text[len("jsonpath="):])
    raise CommandError(f"unrecognized condition: {goparse.quote(text)}")


def has_condition(obj: dict, name: str, wanted: str) -> bool:
    """A condition of this type with this status, observed for the present generation (case does not count)."""
    status = obj.get("status") or {}
    for condition in status.get("conditions") or []:
        if condition.get("type", "").lower() != name.lower():
            continue
        generation = obj["metadata"].get("generation", 0)
        observed = condition.get("observedGeneration", status.get("observedGeneration"))
        if observed is not None and observed < generation:
            return False
        return condition.get("status", "").lower() == wanted.lower()
    return False


def _jsonpath(text: str):
    expression, value = split(text)
    from kubectl_lite.machinery.jsonpath import JSONPath, JSONPathError
    from kubectl_lite.printers.formats.columns import relaxed
    path = relaxed(expression)
    if not path:
        raise CommandError("jsonpath expression cannot be empty")
    if value == "":
        raise CommandError(f"jsonpath wait has to have a value after equal sign, like {EXAMPLE}=3")
    try:
        path = JSONPath(path, True)
    except JSONPathError as e:
        raise CommandError(str(e)) from None

    def met(obj):
        results = path.find(obj)
        found = results[0] if results else []
        if not found:
            return False
        if len(found) > 1:
            raise CommandError("given jsonpath expression matches more than one value")
        if isinstance(found[0], (dict, list)):
            raise CommandError("jsonpath leads to a nested object or list which is not supported")
        return value is None or _text(found[0]).strip() == value.strip()
    return met


def _text(value) -> str:
    from kubectl_lite.machinery import gofmt
    return gofmt.text(value)


def split(text: str) -> tuple[str, str | None]:
    """The expression and the value after the one `=`; `==` belongs to what it stands in."""
    parts = [""]
    for token in re.findall("==|=|[^=]+", text):
        if token == "=":
            parts.append("")
        else:
            parts[-1] += token
    if len(parts) > 2:
        raise CommandError(f"jsonpath wait format must be {EXAMPLE}=3 or {EXAMPLE}")
    return parts[0], parts[1].strip("'\"") if len(parts) == 2 else None
