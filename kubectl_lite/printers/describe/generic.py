"""kubectl describe of every kind without a describer of its own: its fields with readable titles, sorted."""
from __future__ import annotations

import re

from kubectl_lite.machinery import gofmt
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, head

SKIPPED = {".metadata.managedFields", ".metadata.name", ".metadata.namespace", ".metadata.labels", ".metadata.annotations"}
ACRONYMS = {"API", "URL", "UID", "GUID"}


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    head(w, obj)
    fields(w, 0, obj, "")
    events(w, related, now)
    return w.text()


def fields(w: Writer, level: int, content: dict, path: str) -> None:
    """One object's fields, sorted by name; what has fields of its own goes below its title."""
    for name in sorted(content):
        value, here = content[name], f"{path}.{name}"
        if here in SKIPPED:
            continue
        if isinstance(value, dict):
            w.line(level, f"{title(name)}:")
            fields(w, level + 1, value, here)
        elif isinstance(value, list):
            w.line(level, f"{title(name)}:")
            _elements(w, level + 1, value, here)
        else:
            w.field(title(name), gofmt.text(value), level)


def _elements(w: Writer, level: int, values: list, path: str) -> None:
    for value in values:
        if isinstance(value, dict):
            fields(w, level, value, path)
        else:
            w.line(level, gofmt.text(value))


def title(name: str) -> str:
    """"podCIDR" -> "Pod CIDR"; names with anything but letters and dashes stay as they are."""
    if not all(c.isalpha() or c == "-" for c in name):
        return name
    return " ".join(_word(part) for part in _joined(split_camel_case(name)))


def _joined(parts: list[str]) -> list[str]:
    """Puts an acronym together with the capitalised part after it: UR, Ls -> URLs."""
    out: list[str] = []
    rest = iter(parts)
    for part in rest:
        is_acronym = len(part) > 1 and not any(c.islower() for c in part)
        following = next(rest, "") if is_acronym else ""
        out += [part + following] if following[:1].isupper() else [part] + [following] * bool(following)
    return out


def _word(part: str) -> str:
    if part.upper() in ACRONYMS:
        return part.upper()
    return part.title() if part.lower() == part else part


def split_camel_case(name: str) -> list[str]:
    """Words of a camel case name: "nodeID" -> node, ID; "clusterIPs" -> cluster, I, Ps (the last capital of a run starts the next word)."""
    return re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_a-zA-Z]+|-+", name)
