"""Reads kustomization files: finding, fields, deprecations."""
from __future__ import annotations

import os

from kubectl_lite.cli.errors import CommandError

NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
FIELDS = {"apiVersion", "kind", "metadata", "resources", "bases", "components", "namePrefix", "nameSuffix", "namespace", "commonLabels", "labels",
          "commonAnnotations", "images", "imageTags", "replicas", "patches", "patchesStrategicMerge", "patchesJson6902", "configMapGenerator",
          "secretGenerator", "generatorOptions", "sortOptions", "buildMetadata", "openapi", "crds", "configurations", "replacements"}
DEPRECATED = {"bases": "resources", "commonLabels": "labels", "imageTags": "images", "patchesJson6902": "patches",
              "patchesStrategicMerge": "patches", "vars": "replacements"}


def read(directory: str, warned: list[str]) -> dict:
    """The kustomization of a directory; deprecated fields are added to `warned`."""
    if not os.path.isdir(directory):
        raise CommandError(f"evalsymlink failure on '{directory}' : lstat {directory}: no such file or directory")
    found = [name for name in NAMES if os.path.isfile(os.path.join(directory, name))]
    if not found:
        listed = "', '".join(NAMES[:2])
        raise CommandError(f"unable to find one of '{listed}' or '{NAMES[2]}' in directory '{directory}'")
    if len(found) > 1:
        raise CommandError(f"Found multiple kustomization files under: {directory}")
    content = load(os.path.join(directory, found[0]))
    content = content[0] if content else {}
    _check(content, directory, warned)
    return content


def _check(content, directory, warned):
    if not isinstance(content, dict):
        raise CommandError(f"invalid Kustomization: it is not a mapping ({directory})")
    unknown = sorted(set(content) - FIELDS)
    if unknown:
        raise CommandError(f'invalid Kustomization: json: unknown field "{unknown[0]}"')
    for old, new in DEPRECATED.items():
        if content.get(old):
            warned.append(f"'{old}' is deprecated. Please use '{new}' instead. Run 'kustomize edit fix' to update your Kustomization automatically.")


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
