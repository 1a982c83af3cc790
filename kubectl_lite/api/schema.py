"""The schema facts: what every API type is. Definitions are read from package data one at a time, when first asked for.

A definition is a dict: `fields` {name: field} in Go's order, `required`, `gvk`, `map-type`, `unions`, `go` (Go's type name). A field has
`type`, `format`, `ref` (another definition), `items` or `values` (a field), `enum`, `default`, `list-type`, `list-map-keys`, `map-type`,
`patch-merge-key`, `patch-strategy`, and what Go does with it: `go` (Go types, from outside in, separated by |), `ptr`, `omit`
("empty", "zero", or absent: always written) and `in` (the embedded struct it comes from). Nothing here may be changed by callers.
"""
from __future__ import annotations

import json
import os

FACTS = os.path.join(os.path.dirname(__file__), "facts", "schema.txt")

_lines: dict[str, str] = {}
_kinds: dict[str, str] = {}
_parsed: dict[str, dict] = {}
_go_names: dict[str, dict] = {}


def _load() -> None:
    with open(FACTS, encoding="utf-8") as f:
        first, *rest = f.read().splitlines()
    _kinds.update(json.loads(first))
    for line in rest:
        name, _, text = line.partition("\t")
        _lines[name] = text


def definition(name: str) -> dict:
    """The facts of one definition ("io.k8s.api.core.v1.Pod"); KeyError when there is none."""
    found = _parsed.get(name)
    if found is None:
        if not _lines:
            _load()
        found = _parsed[name] = json.loads(_lines[name])
    return found


def fields(name: str) -> dict:
    """{field name: field facts} of a definition, {} for types that are no structs."""
    return definition(name).get("fields") or {}


def for_kind(api_version: str, kind: str) -> str:
    """The definition of a kind, "" when it is no built-in."""
    if not _lines:
        _load()
    return _kinds.get(f"{api_version}/{kind}" if "/" in api_version else f"/{api_version}/{kind}", "")


def names() -> list[str]:
    """All definition names, sorted."""
    if not _lines:
        _load()
    return list(_lines)


def go_name(name: str, field: str) -> str:
    """The name of a definition's field in Go: Go's own where it is no mere capitalisation."""
    if not _go_names:
        with open(os.path.join(os.path.dirname(FACTS), "gonames.json"), encoding="utf-8") as f:
            _go_names.update(json.load(f))
    return _go_names.get(name, {}).get(field) or field[:1].upper() + field[1:]
