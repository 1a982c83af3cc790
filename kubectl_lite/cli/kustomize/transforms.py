"""The transformers that change every object alike: namespace, names, labels, annotations, replicas, images."""
from __future__ import annotations

import re

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize import fields

UNNAMED = {"CustomResourceDefinition", "Namespace", "APIService"}     # kinds whose names prefixes and suffixes leave alone
SCALED = ("Deployment", "StatefulSet", "ReplicaSet", "ReplicationController")


def namespace(resources, name: str) -> None:
    """Put namespaced objects in a namespace, and the service accounts that bindings name."""
    if not name:
        return
    for res in resources:
        if res.obj.get("kind") == "Namespace":
            res.obj["metadata"]["name"] = name
        elif namespaced(res.obj):
            res.obj.setdefault("metadata", {})["namespace"] = name
        if res.obj.get("kind") in ("RoleBinding", "ClusterRoleBinding"):
            for subject in res.obj.get("subjects") or []:
                if subject.get("kind") == "ServiceAccount" and (subject.get("name") == "default" or _is_ours(resources, subject)):
                    subject["namespace"] = name
        res.note()


def _is_ours(resources, subject) -> bool:
    return any(r.obj.get("kind") == "ServiceAccount" and any(i[3] == subject.get("name") for i in r.ids) for r in resources)


def namespaced(obj) -> bool:
    """Built-in cluster kinds are not; kinds nobody knows are."""
    from kubectl_lite.api import resources
    group, _, version = obj.get("apiVersion", "").rpartition("/")
    row = resources.find_kind(group, version, obj.get("kind", ""))
    return row is None or row.namespaced


def rename(resources, prefix: str, suffix: str) -> None:
    """namePrefix and nameSuffix."""
    for res in resources if prefix or suffix else ():
        if res.obj.get("kind") not in UNNAMED:
            meta = res.obj.setdefault("metadata", {})
            meta["name"] = f"{prefix}{meta.get('name', '')}{suffix}"
            res.note()


def labels(resources, pairs: dict, selectors, templates, more=()) -> None:
    """Labels on objects, and if wanted on selectors and pod templates, and at `more` places (field specs)."""
    for spec in more:
        _labels_at(resources, pairs, spec)
    for res in resources if pairs else ():
        fields.make(res.obj, ("metadata", "labels")).update(pairs)
        if selectors or templates:
            _below(res.obj, "labels", pairs)
        if selectors:
            _selectors(res.obj, pairs)


def _labels_at(resources, pairs, spec: dict) -> None:
    path = tuple(spec.get("path", "").split("/"))
    for res in resources:
        if spec.get("kind") in (None, "", res.obj.get("kind")):
            if spec.get("create"):
                fields.make(res.obj, path)
            for found in fields.values(res.obj, path):
                found.update(pairs)


def _selectors(obj, pairs) -> None:
    for path, create in fields.SELECTORS.get(obj.get("kind"), ()):
        if create and (obj["kind"] != "Service" or (obj.get("spec") or {}).get("type") != "ExternalName"):
            fields.make(obj, path).update(pairs)
        for found in fields.values(obj, path):
            found.update(pairs)


def annotations(resources, pairs: dict) -> None:
    """commonAnnotations: on objects and their pod templates."""
    for res in resources if pairs else ():
        fields.make(res.obj, ("metadata", "annotations")).update(pairs)
        _below(res.obj, "annotations", pairs)


def _below(obj, field: str, pairs) -> None:
    """Labels or annotations of the templates inside an object."""
    for path in fields.templates_of(obj):
        fields.make(obj, (*path, "metadata", field)).update(pairs)
    if field == "labels" and obj.get("kind") == "StatefulSet":
        for claim in fields.values(obj, ("spec", "volumeClaimTemplates", "*")):
            fields.make(claim, ("metadata", field)).update(pairs)


def replicas(resources, entries: list) -> None:
    """replicas: [{name, count}]."""
    for entry in entries:
        chosen = [res for res in resources if res.obj.get("kind") in SCALED and any(i[3] == entry.get("name") for i in res.ids)]
        if not chosen:
            raise CommandError(f"resource with name {entry.get('name')} does not match a config with the following GVK "
                               f"[{' '.join(f'{kind}.[noVer].[noGrp]' for kind in SCALED)}]")
        for res in chosen:
            res.obj.setdefault("spec", {})["replicas"] = entry.get("count", 0)


def images(resources, entries: list) -> None:
    """images: [{name, newName, newTag, digest}]."""
    for res in resources if entries else ():
        spec = fields.pod_spec(res.obj) or {}
        for kind in ("initContainers", "containers", "ephemeralContainers"):
            for container in spec.get(kind) or []:
                for entry in entries:
                    container["image"] = image(container.get("image", ""), entry)


def image(text: str, entry: dict) -> str:
    """One image, renamed if the entry is about it."""
    match = re.fullmatch(r"(.+?)(?:(:[^/@:]+)?(@.+)?)?", text)
    name, tag, digest = match.groups() if match else (text, None, None)
    if not re.fullmatch(entry.get("name", ""), name):
        return text
    if entry.get("digest"):
        rest = f"@{entry['digest']}" if not entry.get("newTag") else f":{entry['newTag']}@{entry['digest']}"
    elif entry.get("newTag"):
        rest = f":{entry['newTag']}" + entry.get("tagSuffix", "")
    else:
        rest = (tag or "") + (digest or "")
    return (entry.get("newName") or name) + rest
