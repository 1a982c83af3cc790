"""replacements: copies a field of one object into fields of others."""
from __future__ import annotations

import copy
import re

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize import patches

DEFAULT_PATH = "metadata.name"
ID_FIELDS = ("group", "version", "kind", "namespace", "name")


def run(resources: list, entries: list) -> None:
    """Do each replacement in order."""
    for entry in entries:
        value = _source_value(resources, entry.get("source") or {})
        for target in entry.get("targets") or []:
            _into_target(resources, value, target)


def _source_value(resources, source: dict):
    chosen = [res for res in resources if _is(res, source)]
    path = source.get("fieldPath") or DEFAULT_PATH
    if not chosen:
        raise CommandError(f"nothing selected by {_text(source)}:{path}")
    if len(chosen) > 1:
        raise CommandError(f"multiple matches for selector {_text(source)}:{path}")
    found = list(_places(chosen[0].obj, _parts(path), False))
    if not found:
        raise CommandError(f"fieldPath `{path}` is missing for replacement source {_text(source)}")
    holder, key = found[0]
    return _part_of(holder[key], source.get("options") or {})


def _part_of(value, options: dict):
    """The piece of a text that delimiter and index choose."""
    delimiter, index = options.get("delimiter"), options.get("index", 0)
    if not delimiter:
        return copy.deepcopy(value)
    pieces = str(value).split(delimiter)
    if not 0 <= index < len(pieces):
        raise CommandError(f"options.index {index} is out of bounds for value {value}")
    return pieces[index]


def _into_target(resources, value, target: dict) -> None:
    for res in resources:
        if not patches.selected(res, target.get("select") or {}) or any(patches.selected(res, reject) for reject in target.get("reject") or []):
            continue
        for path in target.get("fieldPaths") or [DEFAULT_PATH]:
            _set(res.obj, path, value, target.get("options") or {})
        res.note()


def _set(obj, path: str, value, options: dict) -> None:
    found = list(_places(obj, _parts(path), bool(options.get("create"))))
    if not found:
        raise CommandError(f'unable to find field "{path}" in replacement target')
    for holder, key in found:
        holder[key] = _joined(holder[key], value, options) if options.get("delimiter") else copy.deepcopy(value)


def _joined(old, value, options: dict) -> str:
    """The old text with one of its pieces replaced; an index before or behind the pieces adds one."""
    pieces, index = str(old).split(options["delimiter"]), options.get("index", 0)
    if index < 0:
        pieces.insert(0, str(value))
    elif index >= len(pieces):
        pieces.append(str(value))
    else:
        pieces[index] = str(value)
    return options["delimiter"].join(pieces)


def _parts(path: str) -> list[str]:
    """`a.[name=x.y].b\\.c` -> its steps: dots in brackets and behind a backslash belong to the step."""
    return [step.replace("\\.", ".") for step in re.findall(r"\[[^\]]*\]|(?:\\.|[^.\\\[])+", path)]


def _places(value, steps: list[str], create: bool):
    """(holder, key) of every place that the steps lead to; missing mappings are made where that is wanted."""
    step, rest = steps[0], steps[1:]
    for key in _keys(value, step, create and not step.startswith("[")):
        if not rest:
            if create and isinstance(value, dict):
                value.setdefault(key, "")
            if _has(value, key):
                yield value, key
            continue
        if create and isinstance(value, dict):
            value.setdefault(key, {})
        if _has(value, key):
            yield from _places(value[key], rest, create)


def _keys(value, step: str, create: bool):
    """The keys or indices that one step means."""
    if isinstance(value, list):
        if step == "*":
            return range(len(value))
        if step.startswith("["):
            name, _, wanted = step[1:-1].partition("=")
            return [i for i, item in enumerate(value) if isinstance(item, dict) and str(item.get(name)) == wanted]
        return [int(step)] if step.isdigit() else []
    if isinstance(value, dict):
        return list(value) if step == "*" else [step] if create or step in value else []
    return []


def _has(value, key) -> bool:
    return 0 <= key < len(value) if isinstance(value, list) else key in value


def _is(res, source: dict) -> bool:
    """Whether an object is, or was, the one that a source names."""
    version = res.obj.get("apiVersion", "").rpartition("/")[2]
    return source.get("version") in (None, "", version) and any(
        all(source.get(field) in (None, "", i[index]) for index, field in ((0, "group"), (1, "kind"), (2, "namespace"), (3, "name"))) for i in res.ids)


def _text(source: dict) -> str:
    """A source as kustomize prints a resource's id."""
    group, version, kind, namespace, name = (source.get(field) or "" for field in ID_FIELDS)
    return f"{kind or '[noKind]'}.{version or '[noVer]'}.{group or '[noGrp]'}/{name or '[noName]'}.{namespace or '[noNs]'}"
