"""The kuberc file: a user's own aliases for commands and defaults for flags (kubectl's pkg/kuberc).

The file is --kuberc, $KUBERC ("off" turns all of it off) or ~/.kube/kuberc. Owns where it is and what it may hold; what it does to a
command line is preferences.py's.
"""
from __future__ import annotations

import os
import re

from kubectl_lite.cli.errors import CommandError

GROUP, VERSION, KIND = "kubectl.config.k8s.io", "v1beta1", "Preference"
VERSIONS = {"v1alpha1": ("overrides", "flags"), VERSION: ("defaults", "options")}  # version -> names of its lists
FIELDS = {"apiVersion", "kind", "aliases", "credentialPluginPolicy", "credentialPluginAllowlist"}
OFF = "KUBERC is disabled via KUBERC=off environment variable"


def path(environ, given: str) -> tuple[str, bool]:
    """(file, whether the user named it); "" where kuberc is turned off (LoadKuberc)."""
    named = environ.get("KUBERC", "")
    if named == "off":
        if given:
            raise CommandError("disabling kuberc via KUBERC=off and passing kuberc flag are mutually exclusive")
        return "", False
    return (given or named, True) if given or named else (os.path.join(environ.get("HOME", ""), ".kube", "kuberc"), False)


def read(file: str) -> tuple[dict | None, str]:
    """(the first preference of a file in the form of VERSION, what is strange in it); None in an empty file. Raises OSError and CommandError."""
    from kubectl_lite.machinery import manifests
    with open(file, encoding="utf-8") as f:
        text = f.read()
    attempts, documents = 0, manifests.load_all(text)
    while True:
        try:
            document = next(documents)
        except StopIteration:
            break
        except manifests.ManifestError:
            attempts += 1
            break
        attempts += document is not None
        if _is_preference(document):
            return _decoded(document)
    if attempts:
        raise CommandError(f"no valid preferences found in {file}, use --v=5 to see details")
    return None, ""


def _is_preference(document) -> bool:
    if not isinstance(document, dict):
        return False
    group, _, version = str(document.get("apiVersion")).partition("/")
    return group == GROUP and version in VERSIONS and document.get("kind") == KIND


def _decoded(document: dict) -> tuple[dict, str]:
    defaults, options = VERSIONS[document["apiVersion"].partition("/")[2]]
    unknown = ", ".join(f'unknown field "{name}"' for name in document if name not in FIELDS | {defaults})

    def entries(name):
        return [{("options" if k == options else k): v for k, v in entry.items()} for entry in document.get(name) or []]
    preference = {**document, "apiVersion": f"{GROUP}/{VERSION}", "aliases": entries("aliases"), "defaults": entries(defaults)}
    return preference, unknown and f"strict decoding error: {unknown}"


def validate(preference: dict) -> None:
    """CommandError for names that cannot be aliases or flags."""
    seen = set()
    for alias in preference["aliases"]:
        name = alias.get("name") or ""
        if not re.fullmatch("[a-zA-Z]+", name):
            raise CommandError("invalid alias name, can only include alphabetical characters")
        _check_names(alias)
        if name in seen:
            raise CommandError(f"duplicate alias name {name}")
        seen.add(name)
    for entry in preference["defaults"]:
        _check_names(entry)


def _check_names(entry: dict) -> None:
    for option in entry.get("options") or []:
        if option.get("name", "").startswith("-"):
            raise CommandError(f"flag name {option['name']} should be in long form without dashes")
