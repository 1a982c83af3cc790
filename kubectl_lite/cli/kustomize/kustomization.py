"""Reads kustomization files: finding, fields, deprecations."""
from __future__ import annotations

import os

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize.run import Run

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
FIELDS = {"apiVersion", "kind", "metadata", "resources", "bases", "components", "namePrefix", "nameSuffix", "namespace", "commonLabels", "labels",
          "commonAnnotations", "images", "imageTags", "replicas", "patches", "patchesStrategicMerge", "patchesJson6902", "configMapGenerator",
          "secretGenerator", "generatorOptions", "sortOptions", "buildMetadata", "openapi", "crds", "configurations", "replacements"}
API_VERSIONS = {"Kustomization": "kustomize.config.k8s.io/v1beta1", "Component": "kustomize.config.k8s.io/v1alpha1"}
TYPES = {"namePrefix": (str, "string"), "nameSuffix": (str, "string"), "namespace": (str, "string"),
         "commonLabels": (dict, "map[string]string"), "commonAnnotations": (dict, "map[string]string"),
         **{field: (list, "[]string") for field in ("resources", "bases", "components", "crds", "configurations", "buildMetadata")},
         "images": (list, "[]types.Image"), "replicas": (list, "[]types.Replica"), "patches": (list, "[]types.Patch"), "labels": (list, "[]types.Label"),
         "configMapGenerator": (list, "[]types.ConfigMapArgs"), "secretGenerator": (list, "[]types.SecretArgs")}
DEPRECATED = {"bases": "resources", "commonLabels": "labels", "imageTags": "images", "patchesJson6902": "patches",
              "patchesStrategicMerge": "patches", "vars": "replacements"}


def read(directory: str, build: Run) -> dict:
    """The kustomization of a directory; deprecated fields are warned about."""
    found = [name for name in NAMES if os.path.isfile(os.path.join(directory, name))]
    if not found:
        listed = "', '".join(NAMES[:2])
        raise CommandError(f"unable to find one of '{listed}' or '{NAMES[2]}' in directory '{directory}'")
    if len(found) > 1:
        raise CommandError(f"Found multiple kustomization files under: {directory}")
    content = _content(os.path.join(directory, found[0]))
    if not content:
        raise CommandError(f"{found[0]} is empty")
    _check(content[0], directory, build.warned)
    content = content[0]
    return content


def _check(content, directory, warned):
    if not isinstance(content, dict):
        raise CommandError(f"invalid Kustomization: it is not a mapping ({directory})")
    if content.get("kind") not in (None, "Kustomization", "Component"):
        raise CommandError(f"Failed to read kustomization file under {directory}:\nkind should be Kustomization or Component")
    api = API_VERSIONS.get(content.get("kind") or "Kustomization")
    if content.get("apiVersion") not in (None, api):
        raise CommandError(f"Failed to read kustomization file under {directory}:\napiVersion for {content.get('kind') or 'Kustomization'} should be {api}")
    unknown = [field for field in content if field not in FIELDS]
    if unknown:
        raise CommandError(f'invalid Kustomization: json: unknown field "{unknown[0]}"')
    for field, value in content.items():
        _check_type(field, value)
    for old, new in DEPRECATED.items():
        if content.get(old):
            warned.append(f"'{old}' is deprecated. Please use '{new}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.")


def _check_type(field: str, value) -> None:
    """Lists, texts and maps of texts, with Go's complaint about anything else."""
    if value is None or field not in TYPES:
        return
    kind, go = TYPES[field]
    wrong = value if not isinstance(value, kind) else None
    if wrong is None and go.endswith("string") and kind is not str:
        wrong, go = next((item for item in (value.values() if kind is dict else value) if not isinstance(item, (str, type(None)))), None), "string"
    if wrong is not None:
        raise CommandError(f"invalid Kustomization: json: cannot unmarshal {_json_kind(wrong)} into Go struct field Kustomization.{field} of type {go}")


def _json_kind(value) -> str:
    names = {bool: "bool", int: "number", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "object")


def _content(path: str) -> list:
    """The kustomization's own document."""
    from kubectl_lite.machinery import manifests
    try:
        with open(path, encoding="utf-8") as f:
            return [value for value in manifests.load_all(f.read()) if value is not None]
    except ValueError as e:
        raise CommandError(f"invalid Kustomization: {str(e).removeprefix('error converting YAML to JSON: ')}") from None


def load(path: str) -> list:
    """The documents of a YAML file."""
    try:
        with open(path, encoding="utf-8") as f:
            text = f.read()
    except OSError as e:
        raise CommandError(f"open {path}: {(e.strerror or '').lower()}") from None
    return parse(text, path)


def parse(text: str, source: str) -> list:
    from kubectl_lite.machinery import manifests
    try:
        return [value for value in manifests.load_all(text) if value is not None]
    except ValueError as e:
        raise CommandError(f"MalformedYAMLError: {e} in File: {source}") from None
