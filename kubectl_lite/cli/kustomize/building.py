"""Runs a kustomization: its resources and bases first, then generators, then transformers in kustomize's order, then references and hashes."""
from __future__ import annotations

import copy
import os

from kubectl_lite.cli import contenthash
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize import fields, generators, kustomization, order, patches, references, replacements, transforms
from kubectl_lite.cli.kustomize.run import Run

DEPTH_MAX = 50
MANAGED_BY = {"app.kubernetes.io/managed-by": "kustomize-(devel)"}


class Res:
    """One object on its way, with the names and namespaces it has had."""
    __slots__ = ("obj", "ids", "hashed")

    def __init__(self, obj: dict, hashed: bool = False):
        self.obj, self.hashed = obj, hashed
        self.ids = [self.id]

    @property
    def id(self) -> tuple:
        """(group, kind, namespace, name) as they are now."""
        meta = self.obj.get("metadata") or {}
        return (self.obj.get("apiVersion", "").rpartition("/")[0], self.obj.get("kind", ""), meta.get("namespace", ""), meta.get("name", ""))

    def note(self) -> None:
        """Remember the present name."""
        if self.ids[-1] != self.id:
            self.ids.append(self.id)


def build(directory: str, run: Run, managed_by: bool = False, reorder: str = "legacy") -> list[dict]:
    """The finished objects of a kustomization directory, in their order."""
    _check_root(directory)
    resources = accumulate(directory, run, ())
    content = kustomization.read(os.path.realpath(directory), Run())
    if managed_by or "managedByLabel" in (content.get("buildMetadata") or []):
        for res in resources:
            fields.make(res.obj, ("metadata", "labels")).update(MANAGED_BY)
    for res in resources:
        if res.hashed:
            res.obj["metadata"]["name"] += f"-{contenthash.of_content(res.obj)}"
            res.note()
    references.fix(resources)
    return order.arranged([res.obj for res in resources], content.get("sortOptions") or {}, reorder)


def _check_root(directory: str) -> None:
    full = os.path.abspath(directory)
    if not os.path.exists(full):
        raise CommandError(f"must build at directory: not a valid directory: {_missing(directory, full)}")
    if not os.path.isdir(full):
        raise CommandError(f"must build at directory: '{directory}': file is not directory")


def _missing(path: str, full: str) -> str:
    """What is said of a path that does not exist; it names the first part that is missing."""
    while not os.path.exists(os.path.dirname(full)):
        full = os.path.dirname(full)
    return f"evalsymlink failure on '{path}' : lstat {full}: no such file or directory"


def accumulate(directory: str, run: Run, above: tuple, into: list | None = None) -> list[Res]:
    """The objects of one kustomization, transformed; a component (`into`) transforms those of whoever includes it."""
    directory = os.path.realpath(directory)
    if directory in above or len(above) > DEPTH_MAX:
        raise CommandError(f"cycle detected: candidate root '{directory}' contains visited root '{directory}'")
    content = kustomization.read(directory, run)
    resources = into if into is not None else []
    for path in (content.get("resources") or []) + (content.get("bases") or []):
        _resource(resources, directory, path, run, (*above, directory))
    for path in content.get("components") or []:
        accumulate(os.path.join(directory, path), run, (*above, directory), resources)
    generators.run(resources, content, directory, run)
    _transform(resources, content, directory, run)
    references.fix(resources)
    return resources


def _resource(resources, directory, path, run, above) -> None:
    full = os.path.join(directory, path)
    if "://" in path or path.startswith("git@"):
        raise CommandError(f"accumulating resources: '{path}' is remote; only local files and directories can be built")
    found = _directory(path, full, run, above) if os.path.isdir(full) else _file(path, full, directory, run)
    present = {res.id for res in resources}
    for res in found:
        if res.id in present:
            raise CommandError(f"accumulating resources: {_merging(path, full)}: may not add resource with an already registered id: {_text(res)}")
        resources.append(res)


def _merging(path, full) -> str:
    if not os.path.isdir(full):
        return f"merging resources from '{path}'"
    return f"{_no_file(path, full)}: recursed merging from path '{os.path.realpath(full)}'"


def _text(res) -> str:
    """`Deployment.v1.apps/web.[noNs]`"""
    group, kind, namespace, name = res.id
    return f"{kind}.{res.obj['apiVersion'].rpartition('/')[2]}.{group or '[noGrp]'}/{name}.{namespace or '[noNs]'}"


def _directory(path, full, run, above) -> list[Res]:
    try:
        return accumulate(full, run, above)
    except CommandError as e:
        again = "" if str(e).startswith("cycle detected") else f"recursed accumulation of path '{os.path.realpath(full)}': "
        raise CommandError(f"accumulating resources: {_no_file(path, full)}: {again}{e}") from None


def _no_file(path, full) -> str:
    """How the trial of a directory as a file ends."""
    return f"accumulation err='accumulating resources from '{path}': '{os.path.realpath(full)}' must resolve to a file'"


def _file(path, full, directory, run) -> list[Res]:
    full = os.path.normpath(full)
    try:
        if not os.path.exists(full):
            raise CommandError(_missing(full, full))
        return [Res(obj) for obj in _objects(run.file(directory, path))]
    except CommandError as e:
        then = f"'{os.path.realpath(full)}': file is not directory" if os.path.exists(full) else f"not a valid directory: {e}"
        raise CommandError(f"accumulating resources: accumulation err='accumulating resources from '{path}': {e}': must build at directory: {then}") from None


def _objects(path: str):
    for value in kustomization.load(path):
        if not isinstance(value, dict) or not value.get("kind"):
            raise CommandError(f"missing metadata.name or kind in object of {path}")
        items = value.get("items") if value["kind"].endswith("List") else None
        yield from copy.deepcopy(items if isinstance(items, list) else [value])


def _transform(resources, content, directory, run) -> None:
    """kustomize's built-in transformers, in its order."""
    patches.strategic_files(resources, content.get("patchesStrategicMerge") or [], directory, run)
    patches.run(resources, content.get("patches") or [], directory, run)
    transforms.namespace(resources, content.get("namespace") or "")
    transforms.rename(resources, content.get("namePrefix") or "", content.get("nameSuffix") or "")
    for entry in content.get("labels") or []:
        transforms.labels(resources, entry.get("pairs") or {}, entry.get("includeSelectors"), entry.get("includeTemplates"),
                          entry.get("fields") or ())
    transforms.labels(resources, content.get("commonLabels") or {}, True, True)
    transforms.annotations(resources, content.get("commonAnnotations") or {})
    patches.run(resources, content.get("patchesJson6902") or [], directory, run)
    transforms.replicas(resources, content.get("replicas") or [])
    transforms.images(resources, (content.get("images") or []) + (content.get("imageTags") or []))
    replacements.run(resources, _replacements(content.get("replacements") or [], directory, run))


def _replacements(entries: list, directory: str, run: Run):
    """The replacements, those in files of their own too."""
    for entry in entries:
        if entry.get("path"):
            for value in kustomization.load(run.file(directory, entry["path"])):
                yield from value if isinstance(value, list) else [value]
        else:
            yield entry
