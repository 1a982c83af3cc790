"""The policy of a namespace: which level its pods must meet, of which they are audited and warned; from its labels and the cluster's defaults."""
from __future__ import annotations

import re

from kubectl_lite.apiserver.admission.podsecurity.levels import LATEST, LEVELS, PRIVILEGED, RESTRICTED

PREFIX = "pod-security.kubernetes.io/"


class Policy:
    """What a namespace asks for: (level, version text, minor version) by mode. `defaults` are those of the cluster."""

    def __init__(self, labels: dict, defaults: dict):
        self.enforce = _wanted(labels, defaults, "enforce", RESTRICTED)
        self.audit = _wanted(labels, defaults, "audit", PRIVILEGED)
        self.warn = _wanted(labels, defaults, "warn", PRIVILEGED)
        enforced = LEVELS.index(self.enforce[0]) > LEVELS.index(self.warn[0])
        if f"{PREFIX}enforce" in labels and f"{PREFIX}warn" not in labels and enforced:
            self.warn = self.enforce


def _wanted(labels, defaults, mode, otherwise):
    """One mode's level and version; a level that is none counts as `otherwise`: what is enforced fails closed, the rest open."""
    level = labels.get(PREFIX + mode) or defaults.get(mode) or PRIVILEGED
    version = labels.get(f"{PREFIX}{mode}-version") or defaults.get(f"{mode}-version") or "latest"
    return (level if level in LEVELS else otherwise, version, minor(version))


def minor(version: str) -> int:
    """The minor version of a label such as v1.25; the newest for anything else."""
    match = re.fullmatch(r"v1\.([0-9]|[1-9][0-9]*)", version)
    return int(match[1]) if match else LATEST


LENIENT = Policy({}, {})


def of(namespace: dict | None, configuration: dict) -> Policy:
    """The policy of a Namespace under the plug-in's configuration."""
    labels, defaults = (namespace or {"metadata": {}})["metadata"].get("labels") or {}, configuration.get("defaults") or {}
    return Policy(labels, defaults) if defaults or any(key.startswith(PREFIX) for key in labels) else LENIENT


def exemption(configuration: dict, namespace: str, user: str, runtime_class: str) -> str:
    """Why nothing is checked: "namespace", "user" or "runtimeClass"; "" when it is."""
    exempt = configuration.get("exemptions") or {}
    for kind, key, value in (("namespace", "namespaces", namespace), ("user", "usernames", user), ("runtimeClass", "runtimeClasses", runtime_class)):
        if value and value in (exempt.get(key) or ()):
            return kind
    return ""
