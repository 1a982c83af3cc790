"""Configurations of admission plug-ins: an AdmissionConfiguration (--admission-control-config-file) and the kinds that each plug-in takes."""
from __future__ import annotations

import os

LIMITS = ("Server", "Namespace", "User", "SourceAndObject")
MODES = ("enforce", "audit", "warn")


def read(value, state: str) -> dict:
    """{name of a plug-in: its configuration} of an AdmissionConfiguration or its file; ValueError for what cannot be used."""
    found = loaded(os.path.join(state, value)) if isinstance(value, str) else value
    _check_kind(found, "apiserver.config.k8s.io/v1", "AdmissionConfiguration")
    return dict(_plugin(row, state) for row in found.get("plugins") or ())


def _plugin(row, state):
    name = row.get("name") if isinstance(row, dict) else None
    if name not in CHECKS:
        raise ValueError(f"a plug-in that takes a configuration is one of {', '.join(CHECKS)}, not {name!r}")
    found = row.get("configuration")
    if found is None and row.get("path"):
        found = loaded(os.path.join(state, row["path"]))
    api_version, kind, check = CHECKS[name]
    _check_kind(found, api_version, kind)
    check(found)
    return name, found


def loaded(path: str):
    """What a YAML file holds; ValueError when it cannot be read."""
    from kubectl_lite.machinery import manifests
    try:
        with open(path, encoding="utf-8") as f:
            return manifests.load(f.read())
    except OSError as e:
        raise ValueError(f"cannot read {path}: {e.strerror}") from None


def _check_kind(found, api_version, kind):
    if not isinstance(found, dict) or (found.get("apiVersion"), found.get("kind")) != (api_version, kind):
        raise ValueError(f"must be a {kind} of {api_version}")


def _pod_security(found):
    from kubectl_lite.apiserver.admission.podsecurity.levels import LEVELS
    defaults, exemptions = found.get("defaults") or {}, found.get("exemptions") or {}
    for mode in MODES:
        if defaults.get(mode, LEVELS[0]) not in LEVELS:
            raise ValueError(f"defaults.{mode} must be one of {', '.join(LEVELS)}")
    if not all(isinstance(exemptions.get(key) or [], list) for key in ("usernames", "namespaces", "runtimeClasses")):
        raise ValueError("exemptions are lists of usernames, namespaces and runtimeClasses")


def _event_rate_limit(found):
    limits = found.get("limits")
    if not isinstance(limits, list) or not limits:
        raise ValueError("limits: Invalid value: []: must not be empty")
    for limit in limits:
        if limit.get("type") not in LIMITS or not all(isinstance(limit.get(key), int) and limit[key] > 0 for key in ("qps", "burst")):
            raise ValueError(f"each limit needs a type ({', '.join(LIMITS)}), a positive qps and a positive burst")


def _tolerations(found):
    if not all(isinstance(found.get(key) or [], list) for key in ("default", "whitelist")):
        raise ValueError("default and whitelist are lists of tolerations")


def _quota(found):
    limited = found.get("limitedResources")
    if not isinstance(limited, list) or not all(isinstance(row, dict) and row.get("resource") for row in limited):
        raise ValueError("limitedResources is a list of objects with apiGroup, resource, matchContains and matchScopes")


def _node_selectors(found):
    if not isinstance(found.get("podNodeSelectorPluginConfig"), dict):
        raise ValueError("podNodeSelectorPluginConfig is an object with clusterDefaultNodeSelector and the names of namespaces")


# plug-in: (apiVersion, kind, check) of its configuration; None where it says neither
CHECKS = {
    "PodSecurity": ("pod-security.admission.config.k8s.io/v1", "PodSecurityConfiguration", _pod_security),
    "EventRateLimit": ("eventratelimit.admission.k8s.io/v1alpha1", "Configuration", _event_rate_limit),
    "ResourceQuota": ("apiserver.config.k8s.io/v1", "ResourceQuotaConfiguration", _quota),
    "PodNodeSelector": (None, None, _node_selectors),
    "PodTolerationRestriction": ("podtolerationrestriction.admission.k8s.io/v1alpha1", "Configuration", _tolerations),
}
