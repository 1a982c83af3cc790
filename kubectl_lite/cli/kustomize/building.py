"""Runs a kustomization: its resources and bases first, then generators, then transformers in kustomize's order, then references and hashes."""
from __future__ import annotations

import copy
import os

from kubectl_lite.cli import contenthash
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize import generators, kustomization, patches, references, transforms

DEPTH_MAX = 50


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


def build(directory: str, warned: list[str]) -> list[dict]:
    """The finished objects of a kustomization directory."""
    resources = accumulate(directory, warned, ())
    for res in resources:
        if res.hashed:
            res.obj["metadata"]["name"] += f"-{contenthash.of_content(res.obj)}"
            res.note()
    references.fix(resources)
    return [res.obj for res in resources]


def accumulate(directory: str, warned: list[str], above: tuple, into: list | None = None) -> list[Res]:
    """The objects of one kustomization, transformed; a component (`into`) transforms those of whoever includes it."""
    directory = os.path.realpath(directory)
    if directory in above or len(above) > DEPTH_MAX:
        raise CommandError(f"accumulating resources: cycle detected: candidate root '{directory}' contains visited root '{above[-1]}'")
    content = kustomization.read(directory, warned)
    resources = into if into is not None else []
    for path in (content.get("resources") or []) + (content.get("bases") or []):
        _resource(resources, directory, path, warned, (*above, directory))
    for path in content.get("components") or []:
        accumulate(os.path.join(directory, path), warned, (*above, directory), resources)
    generators.run(resources, content, directory)
    _transform(resources, content, directory)
    references.fix(resources)
    return resources


def _resource(resources, directory, path, warned, above) -> None:
    full = os.path.join(directory, path)
    if "://" in path or path.startswith("git@"):
        raise CommandError(f"accumulating resources: '{path}' is remote; only local files and directories can be built")
    try:
        found = accumulate(full, warned, above) if os.path.isdir(full) else [Res(obj) for obj in _objects(full)]
    except CommandError as e:
        raise CommandError(f"accumulating resources: accumulation err='accumulating resources from '{path}': {e}'") from None
    present = {res.id for res in resources}
    for res in found:
        if res.id in present:
            group, kind, namespace, name = res.id
            raise CommandError(f"accumulating resources: may not add resource with an already registered id: {kind}.{group or '[noGrp]'}/{name}."
                               f"{namespace or '[noNs]'}")
        resources.append(res)


def _objects(path: str):
    for value in kustomization.load(path):
        if not isinstance(value, dict) or not value.get("kind"):
            raise CommandError(f"missing metadata.name or kind in object of {path}")
        items = value.get("items") if value["kind"].endswith("List") else None
        yield from copy.deepcopy(items if isinstance(items, list) else [value])


def _transform(resources, content, directory) -> None:
    """kustomize's built-in transformers, in its order."""
    patches.strategic_files(resources, content.get("patchesStrategicMerge") or [], directory)
    patches.run(resources, content.get("patches") or [], directory)
    transforms.namespace(resources, content.get("namespace") or "")
    transforms.rename(resources, content.get("namePrefix") or "", content.get("nameSuffix") or "")
    for entry in content.get("labels") or []:
        transforms.labels(resources, entry.get("pairs") or {}, entry.get("includeSelectors"), entry.get("includeTemplates"))
    transforms.labels(resources, content.get("commonLabels") or {}, True, True)
    transforms.annotations(resources, content.get("commonAnnotations") or {})
    patches.run(resources, content.get("patchesJson6902") or [], directory)
    transforms.replicas(resources, content.get("replicas") or [])
    transforms.images(resources, (content.get("images") or []) + (content.get("imageTags") or []))
