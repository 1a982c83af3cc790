"""Validation of the annotations that mean something to pods: mirror pods, deletion cost, and the old forms of seccomp and AppArmor."""
from __future__ import annotations

import re

from kubectl_lite.api.podspec.paths import descending
from kubectl_lite.api.podspec.walk import containers, with_paths
from kubectl_lite.machinery import field

MIRROR = "kubernetes.io/config.mirror"
TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations"
DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
SECCOMP_POD, SECCOMP_CONTAINER = "seccomp.security.alpha.kubernetes.io/pod", "container.seccomp.security.alpha.kubernetes.io/"
APP_ARMOR = "container.apparmor.security.beta.kubernetes.io/"
INTEGER = r"[+-]?(0|[1-9][0-9]*)"
LOCALHOST = "localhost/"


def validate(annotations: dict, spec: dict, path, options) -> list:
    """ValidatePodSpecificAnnotations."""
    problems = []
    if not annotations:
        return problems
    if MIRROR in annotations and not spec.get("nodeName"):
        problems.append(field.invalid(path.key(MIRROR), annotations[MIRROR], "must set spec.nodeName if mirror pod annotation is set"))
    if annotations.get(TOLERATIONS):
        problems += _tolerations(annotations[TOLERATIONS], path)
    if DELETION_COST in annotations and not options.bad_deletion_cost and not is_deletion_cost(annotations[DELETION_COST]):
        problems.append(field.invalid(path.key(DELETION_COST), annotations[DELETION_COST], "must be a 32bit integer"))
    if SECCOMP_POD in annotations:
        problems += _seccomp(annotations[SECCOMP_POD], path / SECCOMP_POD)
    for key in sorted(key for key in annotations if key.startswith(SECCOMP_CONTAINER)):
        problems += _seccomp(annotations[key], path / key)
    for key in sorted(key for key in annotations if key.startswith(APP_ARMOR)):
        problems += _app_armor(key, annotations[key], spec, path)
    return problems


def _tolerations(value, path):
    from kubectl_lite.api.podspec import scheduling, serialized
    found, problem = serialized.read(value, list, "[]core.Toleration")
    return [field.invalid(path, TOLERATIONS, problem)] if problem else scheduling.tolerations(found, path / TOLERATIONS)


def is_deletion_cost(text: str) -> bool:
    """A 32 bit integer without leading plus or zeros."""
    return bool(re.fullmatch(INTEGER, text)) and text[0] != "+" and -(1 << 31) <= int(text) < 1 << 31


def _seccomp(profile, path):
    if profile in ("runtime/default", "docker/default", "unconfined"):
        return []
    if profile.startswith(LOCALHOST):
        return descending(profile.removeprefix(LOCALHOST), path)
    return [field.invalid(path, profile, "must be a valid seccomp profile")]


def _app_armor(key, profile, spec, path):
    name, problems = key.removeprefix(APP_ARMOR), []
    if not any(c.get("name") == name for c in containers(spec)):
        problems.append(field.invalid(path.key(key), name, "container not found"))
    if profile not in ("", "runtime/default", "unconfined") and not profile.startswith(LOCALHOST):
        problems.append(field.invalid(path.key(key), profile, f"invalid AppArmor profile name: {field.go_quote(profile)}"))
    return problems


def app_armor_warning(container: str, path) -> str:
    """What is said of an AppArmor annotation where a field should be."""
    return f'{path.key(APP_ARMOR + container)}: deprecated since v1.30; use the "appArmorProfile" field instead'


def app_armor_profile(annotation: str) -> dict | None:
    """The field that says what an annotation says (ApparmorFieldForAnnotation); None for what no field can say."""
    kinds = {"unconfined": "Unconfined", "runtime/default": "RuntimeDefault"}
    if annotation in kinds:
        return {"type": kinds[annotation]}
    local = annotation.removeprefix(LOCALHOST)
    return {"type": "Localhost", "localhostProfile": local} if local and local != annotation else None


def match_fields(annotations: dict, spec: dict, path) -> list:
    """Where an old annotation and the field that replaced it are both set, they must say the same."""
    if not any(key.startswith((SECCOMP_POD, SECCOMP_CONTAINER, APP_ARMOR)) for key in annotations):
        return []
    context, problems = spec.get("securityContext") or {}, []
    if SECCOMP_POD in annotations:
        problems += _match("seccomp", annotations[SECCOMP_POD], context.get("seccompProfile"), path / "securityContext" / "seccompProfile")
    for container, at in with_paths(spec, path):
        own, key = container.get("securityContext") or {}, SECCOMP_CONTAINER + container.get("name", "")
        if key in annotations:
            problems += _match("seccomp", annotations[key], own.get("seccompProfile"), at / "securityContext" / "seccompProfile")
    if (spec.get("os") or {}).get("name") == "windows":
        return problems
    for container, at in with_paths(spec, path):
        own, key = container.get("securityContext") or {}, APP_ARMOR + container.get("name", "")
        if key in annotations:
            profile = own.get("appArmorProfile") or context.get("appArmorProfile")
            problems += _match("apparmor", annotations[key], profile, at / "securityContext" / "appArmorProfile")
    return problems


def _match(what, annotation, profile, path):
    if profile is None:
        return []
    kind = profile.get("type")
    allowed = {"Unconfined": ("unconfined",), "RuntimeDefault": ("runtime/default", "docker/default") if what == "seccomp" else ("runtime/default",)}
    wrong_type = [field.forbidden(path / "type", f"{what} type in annotation and field must match")]
    if kind in allowed:
        return [] if annotation in allowed[kind] else wrong_type
    if kind != "Localhost":
        return []
    if not annotation.startswith(LOCALHOST):
        return wrong_type
    if annotation.removeprefix(LOCALHOST) != profile.get("localhostProfile"):
        return [field.forbidden(path / "localhostProfile", f"{what} profile in annotation and field must match")]
    return []


def validate_update(annotations: dict, old: dict, spec: dict, path, options) -> list:
    """ValidatePodSpecificAnnotationUpdates: what an update may not do to these annotations, then what they must be."""
    problems = []
    for key, value in old.items():
        if annotations.get(key) == value and key in annotations:
            continue
        if key.startswith(APP_ARMOR):
            problems.append(field.forbidden(path.key(key), "may not remove or update AppArmor annotations"))
        if key == MIRROR:
            problems.append(field.forbidden(path.key(key), "may not remove or update mirror pod annotation"))
    for key in annotations:
        if key in old:
            continue
        if key.startswith(APP_ARMOR):
            problems.append(field.forbidden(path.key(key), "may not add AppArmor annotations"))
        if key == MIRROR:
            problems.append(field.forbidden(path.key(key), "may not add mirror pod annotation"))
    return problems + validate(annotations, spec, path, options)
