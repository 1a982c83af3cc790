"""patches, patchesStrategicMerge and patchesJson6902."""
from __future__ import annotations

import re

from kubectl_lite.cli import localpatch
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize import kustomization
from kubectl_lite.cli.kustomize.run import Run
from kubectl_lite.machinery.wire import JSON_PATCH, STRATEGIC_PATCH


def strategic_files(resources: list, entries: list, directory: str, build: Run) -> None:
    """patchesStrategicMerge: paths, or patches themselves."""
    for entry in entries:
        text_or_path = {"patch": entry} if "\n" in entry or entry.lstrip().startswith("{") else {"path": entry}
        run(resources, [text_or_path], directory, build)


def run(resources: list, entries: list, directory: str, build: Run) -> None:
    """Apply each patch to the objects its target selects, or that it names itself."""
    for entry in entries:
        for patch in _load(entry, directory, build):
            chosen = _targets(resources, entry.get("target"), patch, entry.get("options") or {})
            for res in chosen:
                _apply(resources, res, patch, entry.get("options") or {})


def _load(entry: dict, directory: str, build: Run) -> list:
    """The patches an entry holds: one list of operations, or objects."""
    if entry.get("path"):
        values = kustomization.load(build.file(directory, entry["path"]))
    else:
        values = kustomization.parse(entry.get("patch") or "", "patch")
    return values


def _targets(resources, target, patch, options) -> list:
    if target:
        return [res for res in resources if selected(res, target)]
    if not isinstance(patch, dict):
        raise CommandError("must specify a target for JSON patch")
    group, _, version = patch.get("apiVersion", "").rpartition("/")
    kind, name = patch.get("kind"), (patch.get("metadata") or {}).get("name")
    namespace = (patch.get("metadata") or {}).get("namespace", "")
    found = [r for r in resources if any(i[0] == group and i[1] == kind and i[3] == name and namespace in ("", i[2]) for i in r.ids)]
    if not found:
        raise CommandError(f"no resource matches strategic merge patch \"{kind}.{version}.{group or '[noGrp]'}/{name}.{namespace or '[noNs]'}\": "
                           f"no matches for Id {kind}.{version}.{group or '[noGrp]'}/{name}.{namespace or '[noNs]'}; failed to find unique target for patch {kind}.{version}.{group or '[noGrp]'}/{name}.{namespace or '[noNs]'}")
    return found


def selected(res, target: dict) -> bool:
    version = res.obj.get("apiVersion", "").rpartition("/")[2]
    meta = res.obj.get("metadata") or {}
    if not _matches(target.get("version"), version):
        return False
    for index, field in ((0, "group"), (1, "kind"), (2, "namespace"), (3, "name")):
        if target.get(field) and not any(_matches(target[field], i[index]) for i in res.ids):
            return False
    return _labelled(target.get("labelSelector"), meta.get("labels")) and _labelled(target.get("annotationSelector"), meta.get("annotations"))


def _matches(pattern, value: str) -> bool:
    return not pattern or re.fullmatch(pattern, value) is not None


def _labelled(selector, labels) -> bool:
    if not selector:
        return True
    from kubectl_lite.machinery import labels as selectors
    return selectors.parse(selector).matches(labels)


def _json_patched(obj, operations):
    """The patched object; an error in kustomize's words (those of its JSON patch library)."""
    for operation in operations:
        try:
            obj = localpatch.apply(obj, [operation], JSON_PATCH)
        except CommandError as e:
            if operation.get("op") == "remove":
                last = operation.get("path", "").rpartition("/")[2]
                raise CommandError(f"error in remove for path: '{operation.get('path')}': Unable to remove nonexistent key: {last}: missing value") from None
            raise e
    return obj


def _apply(resources, res, patch, options) -> None:
    """One patch on one object; a patch may delete it, but renames only if allowed."""
    if isinstance(patch, list):
        res.obj = _json_patched(res.obj, patch)
    elif patch.get("$patch") == "delete":
        resources.remove(res)
        return
    else:
        meta = {k: v for k, v in (patch.get("metadata") or {}).items() if k != "name" or options.get("allowNameChange")}
        body = {k: v for k, v in patch.items() if k not in ("apiVersion", "kind", "metadata")}
        if options.get("allowKindChange"):
            body["kind"] = patch.get("kind", res.obj["kind"])
        res.obj = localpatch.apply(res.obj, {**body, **({"metadata": meta} if meta else {})}, STRATEGIC_PATCH)
    res.note()
